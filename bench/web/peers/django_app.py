"""The same pages as bench/web/web.c and the inbox in Django; run by gunicorn.  Head and foot are our own."""
import datetime
import os

import django
from django.conf import settings

FOLDER = os.environ["BENCH_FOLDER"]
settings.configure(
    DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="only for measuring",
    INSTALLED_APPS=[], MIDDLEWARE=["django.middleware.security.SecurityMiddleware"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": None,
                           "NAME": os.environ.get("BENCH_DATABASE") or os.path.join(FOLDER, "data", "gongkai.db")}},
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


class Department(models.Model):
    name = models.TextField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "department"


class Request(models.Model):
    agency_id = models.BigIntegerField()
    number = models.TextField(null=True)
    receipt = models.TextField()
    version = models.BigIntegerField()
    stage = models.IntegerField()
    channel = models.IntegerField()
    applicant_class = models.IntegerField(db_column="class")
    masked_name = models.TextField()
    subject = models.TextField()
    arrived_on = models.IntegerField()
    received_on = models.IntegerField(null=True)
    due_on = models.IntegerField(null=True)
    sort_due = models.BigIntegerField()
    clock_state = models.IntegerField()
    closed_on = models.IntegerField(null=True)
    department = models.ForeignKey(Department, null=True, on_delete=models.DO_NOTHING)
    handler = models.ForeignKey(Person, null=True, on_delete=models.DO_NOTHING)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "request"


STAGES = "待登记 登记核对 补正中 办理中 征求意见 待缴费 待审核 待签发 待送达 已办结 已归档".split()
CHANNELS = "当面 口头 挂号 信函 网上 传真".split()
CLASSES = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他".split()
UNREGISTERED, PAUSED, CLOSED, COUNTED = -200000000, 100000000, 200000000, 1001


def say(r, today):
    """The words of a row; working days are left out, to Django's advantage."""
    r.due = ("已办结" if r.closed_on is not None else "待确认" if r.received_on is None
             else "计时暂停" if r.sort_due >= PAUSED or r.due_on is None
             else f"逾期 {today - r.due_on} 日" if r.due_on < today else f"剩 {r.due_on - today} 日")
    r.words = (STAGES[r.stage], CHANNELS[r.channel], CLASSES[r.applicant_class])
    day = datetime.date(1970, 1, 1) + datetime.timedelta(days=r.received_on or r.arrived_on)
    r.day = day.strftime("%m-%d")
    return r


def inbox(request):
    """By due day after a row; the counts of the bands as the page has them, each up to a limit."""
    agency = int(request.GET["agency"])
    due, after = int(request.GET.get("after_due", UNREGISTERED)), int(request.GET.get("after", 0))
    until = int(request.GET.get("until", CLOSED - 1))
    today = (datetime.datetime.utcnow() + datetime.timedelta(hours=8)).date().toordinal() - 719163
    ours = Request.objects.filter(agency_id=agency)
    later = models.Q(sort_due__gt=due) | models.Q(sort_due=due, id__gt=after)
    found = (ours.filter(later, sort_due__gte=due, sort_due__lte=until).select_related("department", "handler")
             .defer("agency_id").order_by("sort_due", "id")[:21])
    bands = [(UNREGISTERED, -1), (0, today - 1), (today, today + 2), (today + 3, today + 7), (today + 8, PAUSED - 1),
             (PAUSED, CLOSED - 1), (CLOSED + today - 30, CLOSED + today), (UNREGISTERED, 1 << 62)]
    counts = [ours.filter(sort_due__range=b)[:COUNTED].count() for b in bands]
    return render(request, "inbox.html", {"requests": [say(r, today) for r in found[:20]], "counts": counts})


def rows(request):
    after = int(request.GET.get("after", 0))
    people = Person.objects.filter(id__gt=after).order_by("id")[:20]
    return render(request, "rows.html", {"people": people})


def page(request):
    lines = [(i, '第 <1> 项 & "其他"信息') for i in range(1, 41)]
    return render(request, "page.html", {"lines": lines})


urlpatterns = [path("rows", rows), path("page", page), path("inbox", inbox)]
application = get_wsgi_application()
