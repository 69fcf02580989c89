"""What boards and forums raised before it was owed an answer by default, and was not answered, is owed one now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("goldthread", "0002_what_is_right")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE goldthread_feedback SET wants_reply = true
            WHERE source = 'board_topic' AND NOT wants_reply AND responded_on IS NULL AND forgotten_on IS NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
