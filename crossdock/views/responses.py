from django.http import HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from crossdock.rights import Request


def redirect_client(request: Request, address: str) -> HttpResponse:
    """Send the browser to another page; from inside an htmx request that takes a header."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
