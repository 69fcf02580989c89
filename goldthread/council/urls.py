"""Signing in, choosing a council, and looking after people and teams."""

urlpatterns = []
