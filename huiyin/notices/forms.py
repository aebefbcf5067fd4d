from huiyin.ui.forms import Form


class Read(Form):
    pass
