"""The inbox: what came back, and what is newly hers."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.http import Request, own
from huiyin.notices import forms, queries, rules
from huiyin.notices.models import Message


@own
def inbox(request: Request) -> HttpResponse:
    """Unread ones unless all are asked for: so the bell's number is the length of what it opens."""
    every = "all" in request.GET
    page = queries.inbox(request.actor, fresh=not every, before=request.GET.get("before", ""))
    asked = {"all": 1} if every else {}
    older = f"?{urlencode(asked | {'before': page.older})}" if page.older else ""
    unread = queries.unread(request.actor)
    context = {"page": page, "every": every, "older": older, "unread": unread}
    return render(request, "notices/inbox.html", context)


@own
@require_POST
def read(request: Request, pk: UUID) -> HttpResponse:
    mine = Message.objects.visible_to(request.actor).of(request.actor)
    message = get_object_or_404(mine, pk=pk)
    form = forms.Read(request.POST)
    if form.is_valid():
        rules.read(message, by=request.actor, act=form.the_act)
    return redirect(message.url or "notices:inbox")
