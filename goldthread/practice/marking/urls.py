"""The pages of second marks, moderation, drift and external auditors, and the permission that opens each."""

from goldthread.practice.marking import guest_views, mark_views, views
from goldthread.web.doors import page

_LEAD, _MARK = "practice.lead", "practice.mark"

marking_pages = [
    page("second-marks/", mark_views.marks, _MARK, "second_marks"),
    page("second-marks/<uuid:pk>/", mark_views.mark, _MARK, "second_mark"),
    page("second-marks/<uuid:pk>/agree/", views.agree, _LEAD, "agree"),
    page("my-grades/", views.own_grades, _MARK, "own_grades"),
    page("grades/<uuid:pk>/", views.grades, _LEAD, "grades"),
    page("rounds/<uuid:pk>/fairness/", views.fairness, _LEAD, "fairness"),
    page("rounds/<uuid:pk>/fairness/draw/", views.draw, _LEAD, "draw_second"),
    page("rounds/<uuid:pk>/fairness/markers/", views.markers, _LEAD, "second_markers"),
    page("rounds/<uuid:pk>/fairness/external/", guest_views.open_to, _LEAD, "open_to"),
    page("external-auditors/<uuid:pk>/close/", guest_views.close_to, _LEAD, "close_to"),
    page("external-auditors/<uuid:pk>/link/", guest_views.sign_in_link, _LEAD, "sign_in_link"),
]
