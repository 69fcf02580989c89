"""The pages of sign-in, accounts, users, teams and the audit log, and the permission that opens each."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.socialaccount import views as social
from django.conf import settings
from django.urls import include, path

from goldthread.council import views
from goldthread.council.confirmations import views as confirmations
from goldthread.council.confirmations.models import Confirmation
from goldthread.council.drafts import views as drafts
from goldthread.council.files import views as files
from goldthread.council.links import views as links
from goldthread.council.notes import views as notes
from goldthread.council.notifications import calendar_views, email_views
from goldthread.council.notifications import views as notifications
from goldthread.council.organisations import views as organisations
from goldthread.council.organisations.models import Organisation
from goldthread.council.people import access, provider_pages
from goldthread.council.people.one_time_codes import SetUpCodes, TurnOffCodes
from goldthread.council.records.my_work_page import my_work_page
from goldthread.council.records.record_urls import record_pages
from goldthread.council.relations import views as relations
from goldthread.council.settings import views as settings_pages
from goldthread.council.teams import views as teams
from goldthread.council.work import views as work
from goldthread.web.doors import page, public

_SIGN_IN = "it is how somebody signs in"
_OWN = "it asks for a signed-in account itself, and shows that account's own settings only"

_organisations = [
    page("", organisations.organisations, "organisations.read", "list"),
    page("add/", organisations.add, "organisations.edit", "add"),
    page("<uuid:pk>/", organisations.organisation, "organisations.read", "organisation"),
    page("<uuid:pk>/edit/", organisations.edit, "organisations.edit", "edit"),
    *record_pages("<uuid:pk>/", Organisation),
]

_confirmations = [
    page("", confirmations.listed, "learning.read", "list"),
    page("on/<slug:kind>/<uuid:pk>/", confirmations.panel, "learning.read", "panel"),
    page("on/<slug:kind>/<uuid:pk>/add/", confirmations.confirm, "confirmations.record", "confirm"),
    page("<uuid:pk>/", confirmations.confirmation, "learning.read", "confirmation"),
    page("<uuid:pk>/edit/", confirmations.edit, "confirmations.record", "edit"),
    page("<uuid:pk>/give-up/", confirmations.give_up, "confirmations.record", "give_up"),
    *record_pages("<uuid:pk>/", Confirmation),
]

AT_ROOT = True
urlpatterns = [
    path("confirmations/", include((_confirmations, "confirmations"))),
    path("organisations/", include((_organisations, "organisations"))),
    public("sign-in/", views.SignIn.as_view(), "account_login", why=_SIGN_IN),
    public("sign-out/", provider_pages.SignOut.as_view(), "account_logout", why="it ends a session"),
    public("sign-in/out/", provider_pages.signed_out, "signed_out", why="it says that a session has ended"),
    public(
        "sign-in/closed/",
        views.signup_closed,
        "account_signup",
        why="it says that accounts are created by an administrator",
    ),
    public(
        "sign-in/inactive/",
        account.account_inactive,
        "account_inactive",
        why="it says that the account is deactivated",
    ),
    public(
        "sign-in/password/<slug:who>/<slug:token>/", views.choose_password, "choose_password", why=_SIGN_IN
    ),
    public("sign-in/code/", mfa.authenticate, "mfa_authenticate", why=_SIGN_IN),
    public("sign-in/again/", account.reauthenticate, "account_reauthenticate", why=_OWN),
    public("sign-in/again/code/", mfa.reauthenticate, "mfa_reauthenticate", why=_OWN),
    public("sign-in/no/", social.login_cancelled, "socialaccount_login_cancelled", why=_SIGN_IN),
    public("sign-in/failed/", social.login_error, "socialaccount_login_error", why=_SIGN_IN),
    public(
        "sign-in/new/",
        views.signup_closed,
        "socialaccount_signup",
        why="it says that accounts are created by an administrator",
    ),
    public("account/", views.account, "account", why=_OWN),
    public(
        "account/password/",
        access.where_accepted(account.password_change),
        "account_change_password",
        why=_OWN,
    ),
    public(
        "account/password/set/", access.where_accepted(account.password_set), "account_set_password", why=_OWN
    ),
    public("account/codes/", mfa.index, "mfa_index", why=_OWN),
    public("account/codes/set-up/", SetUpCodes.as_view(), "mfa_activate_totp", why=_OWN),
    public("account/codes/first/", access.codes_first, "codes_first", why=_OWN),
    public("account/codes/turn-off/", TurnOffCodes.as_view(), "mfa_deactivate_totp", why=_OWN),
    public("account/codes/backup/", codes.view_recovery_codes, "mfa_view_recovery_codes", why=_OWN),
    public(
        "account/codes/backup/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes", why=_OWN
    ),
    public("account/council/", views.choose_council, "choose_council", why=_OWN),
    public(
        "oidc/<slug:provider_id>/login/", provider_pages.provider_login, "openid_connect_login", why=_SIGN_IN
    ),
    public(
        "oidc/<slug:provider_id>/login/callback/",
        provider_pages.provider_callback,
        "openid_connect_callback",
        why=_SIGN_IN,
    ),
    public(
        "accessibility/", views.accessibility, "accessibility", why="the law asks for it to be open to all"
    ),
    page("people/", views.people, "council.manage", "people"),
    page("people/add/", views.add_person, "council.manage", "add_person"),
    page("people/<uuid:pk>/", views.person, "council.manage", "person"),
    page("people/codes/", access.demand_codes, "council.manage", "demand_codes"),
    page("people/passwords/", access.passwords, "council.manage", "passwords"),
    page("people/<uuid:pk>/change/", access.change_person, "council.manage", "change_person"),
    page("people/<uuid:pk>/codes/", access.turn_off_codes, "council.manage", "turn_off_codes"),
    page("people/<uuid:pk>/deactivate/", views.deactivate_person, "council.manage", "deactivate_person"),
    page("people/<uuid:pk>/reactivate/", views.reactivate_person, "council.manage", "reactivate_person"),
    page("people/<uuid:pk>/password/", views.password_link, "council.manage", "password_link"),
    page("people/<uuid:pk>/discipline/", views.person_discipline, "council.manage", "person_discipline"),
    page("people/<uuid:pk>/identity/", views.person_identity, "council.manage", "person_identity"),
    page("people/<uuid:pk>/roles/", views.add_role, "council.manage", "add_role"),
    page(
        "people/roles/<uuid:pk>/organisation/",
        organisations.of_partner,
        "council.manage",
        "role_organisation",
    ),
    page("people/roles/<uuid:pk>/remove/", views.remove_role, "council.manage", "remove_role"),
    page("teams/<uuid:pk>/", teams.team, "council.manage", "team"),
    page("teams/<uuid:pk>/rename/", teams.rename, "council.manage", "rename_team"),
    page("teams/<uuid:pk>/merge/", teams.merge, "council.manage", "merge_team"),
    page("teams/<uuid:pk>/split/", teams.split, "council.manage", "split_team"),
    page("teams/<uuid:pk>/close/", teams.close, "council.manage", "close_team"),
    page("teams/changes/<uuid:pk>/undo/", teams.undo, "council.manage", "undo_team_change"),
    page("teams/planned/<uuid:pk>/cancel/", teams.cancel, "council.manage", "cancel_team_change"),
    page("teams/", views.teams, "council.manage", "teams"),
    page("notifications/", notifications.notifications, "thread.home", "notifications"),
    page("notifications/read/", notifications.mark_read, "thread.home", "mark_read", drafts=False),
    page("notifications/choose/", notifications.choose, "thread.home", "choose_notifications"),
    page("notifications/calendar/", calendar_views.calendar, "thread.home", "calendar"),
    page("notifications/calendar/end/", calendar_views.end_calendar, "thread.home", "end_calendar"),
    public(
        "calendar/<slug:token>.ics",
        calendar_views.feed,
        "calendar_feed",
        why="calendars ask for it without signing in, by the secret in its address",
    ),
    public(
        "link/<slug:council>/<slug:secret>/",
        links.open_link,
        "private_link",
        why="whoever was sent it has no account; it opens one page by the secret in its address, until a date",
    ),
    page("settings/email/", email_views.email, "council.manage", "email_settings"),
    page("settings/email/test/", email_views.email_test, "council.manage", "email_test"),
    page(
        "settings/email/password/",
        email_views.email_password,
        "council.manage",
        "email_password",
        drafts=False,
    ),
    page("notifications/<uuid:pk>/", notifications.open_notification, "thread.home", "open_notification"),
    page("settings/", settings_pages.settings, "council.manage", "settings"),
    page("settings/people/", settings_pages.roles, "council.manage", "role_matrix"),
    page("settings/people/export/", settings_pages.export, "council.manage", "export_people"),
    page(
        "settings/people/import/",
        settings_pages.import_people,
        "council.manage",
        "import_people",
        drafts=False,
    ),
    page("settings/roles/", settings_pages.permissions, "council.manage", "permissions"),
    page("audit/", views.audit, "council.audit", "audit"),
    page("work/", my_work_page, "thread.home", "my_work"),
    page("work/hand-over/", work.hand_over, "thread.home", "hand_over"),
    page("work/hand-over/<uuid:pk>/end/", work.take_back, "thread.home", "take_back"),
    page("work/<slug:kind>/<uuid:pk>/ask/", work.ask_update, "notes.write", "ask_update", drafts=False),
    page("work/<slug:kind>/<uuid:pk>/update/", work.give_update, "notes.write", "give_update"),
    page("people/<uuid:pk>/leave/", work.leave, "council.manage", "leave"),
    page("more/", views.more, "thread.home", "more"),
    page("related/<slug:kind>/<uuid:pk>/", relations.add_related, "notes.write", "add_related"),
    page("related/<uuid:pk>/", relations.related, "notes.write", "related"),
    page(
        "related/<slug:kind>/<uuid:pk>/remove/<uuid:link>/",
        relations.remove_related,
        "notes.write",
        "remove_related",
    ),
    page("files/<slug:kind>/<uuid:pk>/", files.add_file, "notes.write", "add_file", drafts=False),
    page("files/<uuid:pk>/", files.file, "notes.write", "file"),
    page("files/<uuid:pk>/download/", files.download_file, "notes.write", "download_file"),
    page("files/<uuid:pk>/open/", files.open_file, "feedback.original", "open_file"),
    page("files/<uuid:pk>/remove/", files.remove_file, "notes.write", "remove_file"),
    page("files/<uuid:pk>/scan/", files.scan_file, "notes.write", "scan_file"),
    page("settings/files/", files.file_scanner, "council.manage", "file_scanner"),
    page("settings/files/try/", files.try_scanner, "council.manage", "try_file_scanner"),
    page("notes/<slug:kind>/<uuid:pk>/", notes.add_note, "notes.write", "add_note"),
    page("notes/<uuid:pk>/", notes.note, "notes.write", "note"),
    page("notes/<uuid:pk>/change/", notes.edit_note, "notes.write", "edit_note"),
    page("notes/<uuid:pk>/withdraw/", notes.withdraw_note, "notes.write", "withdraw_note"),
    page("notes/<uuid:pk>/original/", notes.original_note, "feedback.original", "original_note"),
    page("drafts/", drafts.save_draft, "thread.home", "save_draft", drafts=False),
    page("drafts/discard/", drafts.discard_draft, "thread.home", "discard_draft", drafts=False),
]

if settings.DEMO:
    urlpatterns.append(
        public(
            "demo/users/",
            views.demo_users,
            "demo_users",
            why="it is there in the demo only, on this machine only",
        )
    )
