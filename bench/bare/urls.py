from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from bench.bare.models import Row


def view(request: HttpRequest, key: str) -> HttpResponse:
    """One template, one indexed query."""
    return render(request, "row.html", {"row": Row.objects.get(key=key)})


def insert(request: HttpRequest) -> HttpResponse:
    """One row, one commit, one redirect."""
    row = Row.objects.create(key=request.POST["key"], text=request.POST["text"])
    return HttpResponseRedirect(f"/view/{row.key}")


urlpatterns = [path("view/<str:key>", view), path("insert", insert)]
