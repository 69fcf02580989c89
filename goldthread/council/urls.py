"""Signing in, choosing a council, and looking after people and teams."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.conf import settings

from goldthread.council import views
from goldthread.web.doors import page, public

_SIGN_IN = "it is how somebody comes in"
_OWN = "it asks for a signed-in account itself, and shows that account's own settings only"

AT_ROOT = True
urlpatterns = [
    public("sign-in/", views.SignIn.as_view(), "account_login", why=_SIGN_IN),
    public("sign-out/", account.logout, "account_logout", why="it ends a session"),
    public(
        "sign-in/closed/",
        views.closed,
        "account_signup",
        why="it says that accounts are made by an administrator",
    ),
    public(
        "sign-in/inactive/",
        account.account_inactive,
        "account_inactive",
        why="it says that the account is closed",
    ),
    public("sign-in/first/<slug:who>/<slug:token>/", views.first_password, "first_password", why=_SIGN_IN),
    public("sign-in/code/", mfa.authenticate, "mfa_authenticate", why=_SIGN_IN),
    public("sign-in/again/", account.reauthenticate, "account_reauthenticate", why=_OWN),
    public("sign-in/again/code/", mfa.reauthenticate, "mfa_reauthenticate", why=_OWN),
    public("sign-in/no/", social.login_cancelled, "socialaccount_login_cancelled", why=_SIGN_IN),
    public("sign-in/failed/", social.login_error, "socialaccount_login_error", why=_SIGN_IN),
    public(
        "sign-in/new/",
        views.closed,
        "socialaccount_signup",
        why="it says that accounts are made by an administrator",
    ),
    public("account/", views.account, "account", why=_OWN),
    public("account/password/", account.password_change, "account_change_password", why=_OWN),
    public("account/password/set/", account.password_set, "account_set_password", why=_OWN),
    public("account/codes/", mfa.index, "mfa_index", why=_OWN),
    public("account/codes/begin/", totp.activate_totp, "mfa_activate_totp", why=_OWN),
    public("account/codes/end/", totp.deactivate_totp, "mfa_deactivate_totp", why=_OWN),
    public("account/codes/spare/", codes.view_recovery_codes, "mfa_view_recovery_codes", why=_OWN),
    public(
        "account/codes/spare/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes", why=_OWN
    ),
    public("account/council/", views.choose_council, "choose_council", why=_OWN),
    public("oidc/<slug:provider_id>/login/", views.to_the_provider, "openid_connect_login", why=_SIGN_IN),
    public(
        "oidc/<slug:provider_id>/login/callback/",
        views.from_the_provider,
        "openid_connect_callback",
        why=_SIGN_IN,
    ),
    public(
        "accessibility/", views.accessibility, "accessibility", why="the law asks for it to be open to all"
    ),
    page("people/", views.people, "council.manage", "people"),
    page("people/add/", views.add_person, "council.manage", "add_person"),
    page("people/<uuid:pk>/", views.person, "council.manage", "person"),
    page("people/<uuid:pk>/close/", views.close_person, "council.manage", "close_person"),
    page("people/<uuid:pk>/open/", views.open_person, "council.manage", "open_person"),
    page("people/<uuid:pk>/password/", views.password_link, "council.manage", "password_link"),
    page("people/<uuid:pk>/roles/", views.give_role, "council.manage", "give_role"),
    page("people/roles/<uuid:pk>/take/", views.take_role, "council.manage", "take_role"),
    page("teams/", views.teams, "council.manage", "teams"),
    page("audit/", views.audit, "council.audit", "audit"),
]

if settings.DEMO:
    urlpatterns.append(
        public(
            "demo/be/",
            views.be_somebody,
            "be_somebody",
            why="it is there in the demo only, on this machine only",
        )
    )
