"""The pages of this room and the permission that opens each."""

urlpatterns = []
