"""The same two pages as bench/web/web.c in Django; run by gunicorn.  Head and foot are our own."""
import os

import django
from django.conf import settings

FOLDER = os.environ["BENCH_FOLDER"]
settings.configure(
    DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="only for measuring",
    INSTALLED_APPS=[], MIDDLEWARE=["django.middleware.security.SecurityMiddleware"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": None,
                           "NAME": os.path.join(FOLDER, "data", "gongkai.db")}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [FOLDER]}])
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Person(models.Model):
    login = models.TextField()
    name = models.TextField()
    title = models.TextField()
    active = models.IntegerField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "person"


def rows(request):
    after = int(request.GET.get("after", 0))
    people = Person.objects.filter(id__gt=after).order_by("id")[:20]
    return render(request, "rows.html", {"people": people})


def page(request):
    lines = [(i, '第 <1> 项 & "其他"信息') for i in range(1, 41)]
    return render(request, "page.html", {"lines": lines})


urlpatterns = [path("rows", rows), path("page", page)]
application = get_wsgi_application()
