"""The web server's door. Under HUIYIN_HTTPS=1 a reverse proxy on this machine stands before it: only what comes
from loopback may say whom it speaks for, else the throttles would count all visitors as one, or as anyone."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
if settings.HTTPS:
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=["127.0.0.1", "::1"])
