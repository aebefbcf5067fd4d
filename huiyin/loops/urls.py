app_name = "loops"
urlpatterns = []
