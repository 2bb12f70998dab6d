from django.contrib import admin
from django.contrib.auth import views
from django.urls import include, path

from crossdock.views.accounts import PasswordView, login
from crossdock.views.language import set_language

handler400 = "crossdock.views.errors.bad_request"
handler403 = "crossdock.views.errors.not_allowed"
handler404 = "crossdock.views.errors.not_found"
handler500 = "crossdock.views.errors.fault"

accounts = [
    path("login/", login, name="login"),
    path("language/", set_language, name="language"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", PasswordView.as_view(), name="password_change"),
    path("password/done/", views.PasswordChangeDoneView.as_view(), name="password_change_done"),
]

urlpatterns = [
    path("", include("crossdock.urls")),
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
]
