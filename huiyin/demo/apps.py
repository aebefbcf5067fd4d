from django.apps import AppConfig

from huiyin.audit import directory


class Demo(AppConfig):
    name = "huiyin.demo"
    label = "demo"

    def ready(self) -> None:
        directory.words({"network.simulate": "装入模拟网络"})
