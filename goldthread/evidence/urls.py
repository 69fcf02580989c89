"""Addresses of the self-assessment, with the permission that opens each."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.evidence.frameworks import views as frameworks
from goldthread.evidence.frameworks.models import CouncilFramework
from goldthread.evidence.models import Claim
from goldthread.evidence.packs import views as packs
from goldthread.evidence.returns.urls import RETURN_PAGES
from goldthread.evidence.self_assessment import views as documents
from goldthread.evidence.self_assessment.models import SelfAssessmentSection
from goldthread.evidence.views import claims, coverage, lists, statements, weaknesses
from goldthread.web.doors import page

app_name = "evidence"
_CLAIM, _PACK = "claims/<uuid:pk>/", "packs/<uuid:pk>/"
_FRAMEWORK = "framework/<uuid:pk>/"
_SELF, _SECTION = "self-assessments/<uuid:pk>/", "sections/<uuid:pk>/"

urlpatterns = [
    page("", coverage.statements, "evidence.read", "list"),
    page("packs/", packs.packs, "evidence.read", "packs"),
    page("packs/create/", packs.create_pack, "evidence.create_pack", "create_pack"),
    page("packs/recalls/", packs.recalls, "evidence.create_pack", "recalls"),
    page("packs/recalls/<uuid:pk>/", packs.answer_recall, "evidence.create_pack", "answer_recall"),
    page(_PACK, packs.pack, "evidence.read", "pack"),
    page(_PACK + "html/", packs.html, "evidence.read", "download"),
    page(_PACK + "word/", packs.word, "evidence.read", "pack_word"),
    page(_PACK + "pdf/", packs.pdf, "evidence.read", "pack_pdf"),
    page(_PACK + "zip/", packs.zip_file, "evidence.read", "pack_zip"),
    page(_PACK + "compare/", packs.compare, "evidence.read", "compare_pack"),
    page(_PACK + "sent/", packs.mark_sent, "evidence.create_pack", "mark_sent"),
    page("self-assessments/", documents.self_assessments, "evidence.drafts", "self_assessments"),
    page("self-assessments/start/", documents.start, "evidence.write", "start_self_assessment"),
    page(_SELF, documents.self_assessment, "evidence.drafts", "self_assessment"),
    page(_SELF + "details/", documents.details, "evidence.write", "self_assessment_details"),
    page(_SELF + "sign/", documents.sign, "evidence.sign", "sign_self_assessment", drafts=False),
    page(_SELF + "word/", documents.word, "evidence.drafts", "self_assessment_word"),
    page(_SECTION, documents.section, "evidence.drafts", "section"),
    page(_SECTION + "write/", documents.write, "evidence.write", "write_section"),
    page(_SECTION + "versions/", documents.versions, "evidence.drafts", "section_versions"),
    page(_SECTION + "resolve/", documents.resolve, "evidence.write", "resolve_comment"),
    *record_pages(_SECTION, SelfAssessmentSection),
    page("claims/", lists.listed, "evidence.read", "claims"),
    page(_CLAIM, claims.claim, "evidence.read", "claim"),
    page(_CLAIM + "edit/", claims.edit_claim, "evidence.write", "edit_claim"),
    *record_pages(_CLAIM, Claim),
    page(_CLAIM + "evidence/", claims.add_evidence, "evidence.write", "add_evidence"),
    page(_CLAIM + "change/", claims.answer_change, "evidence.write", "answer_change"),
    page(_CLAIM + "ready/", claims.mark_ready, "evidence.write", "mark_ready"),
    page(_CLAIM + "override/", claims.override_gaps, "evidence.override", "override_gaps"),
    page(_CLAIM + "override/remove/", claims.remove_override, "evidence.override", "remove_override"),
    page(_CLAIM + "weakness/", weaknesses.name_weakness, "evidence.write", "name_weakness"),
    page(_CLAIM + "weakness/remove/", weaknesses.take_back_weakness, "evidence.write", "take_back_weakness"),
    page(_CLAIM + "said/", weaknesses.add_reception, "evidence.write", "add_reception"),
    page("said/<uuid:pk>/", weaknesses.correct_reception, "evidence.write", "correct_reception"),
    page("said/<uuid:pk>/remove/", weaknesses.remove_reception, "evidence.write", "remove_reception"),
    page(_CLAIM + "archive/", claims.archive_claim, "evidence.write", "archive_claim"),
    page("use/<slug:kind>/<uuid:pk>/", claims.use, "evidence.write", "use"),
    page("citations/<uuid:pk>/remove/", claims.remove_evidence, "evidence.write", "remove_evidence"),
    page("framework/", frameworks.frameworks, "evidence.read", "frameworks"),
    page("framework/read/", frameworks.framework, "evidence.read", "framework"),
    page("framework/file/", frameworks.file, "evidence.read", "framework_file"),
    page("framework/load/", frameworks.load, "evidence.framework", "load_framework", drafts=False),
    page("framework/changes/", frameworks.changes, "evidence.read", "framework_changes"),
    page("framework/move/", frameworks.move, "evidence.write", "move"),
    page(_FRAMEWORK, frameworks.council_framework, "evidence.read", "council_framework"),
    page(_FRAMEWORK + "edit/", frameworks.edit, "evidence.framework", "edit_framework"),
    *record_pages(_FRAMEWORK, CouncilFramework),
    *RETURN_PAGES,
    page("<slug:slug>/", statements.statement, "evidence.read", "statement"),
    page("<slug:slug>/sources/", coverage.sources, "evidence.read", "sources"),
    page("<slug:slug>/add/", claims.add_claim, "evidence.write", "add_claim"),
]
