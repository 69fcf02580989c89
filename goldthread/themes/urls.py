"""The pages of this room and the permission that opens each."""

app_name = "themes"
urlpatterns = []
