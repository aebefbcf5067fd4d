"""Pages of the frame itself."""

from django.http import HttpResponse
from django.shortcuts import render

from huiyin.core.http import Request, allow, own
from huiyin.ui.gallery import specimens


@own
def keys(request: Request) -> HttpResponse:
    return render(request, "ui/keys_page.html")


@own
def menu(request: Request) -> HttpResponse:
    return render(request, "ui/menu.html")


@allow("gallery.view")
def gallery(request: Request) -> HttpResponse:
    return render(request, "ui/gallery.html", specimens())
