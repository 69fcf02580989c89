import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from goldthread.council.database.one_step import OneStep


class Migration(OneStep):
    dependencies = [
        ("goldthread", "0003_boards_are_owed_an_answer"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="measure",
            name="update_update",
        ),
        migrations.AddField(
            model_name="measure",
            name="target",
            field=models.DecimalField(
                decimal_places=4,
                help_text="What the council aims for, in the measure's unit: drawn on the chart, and no part of a result.",
                max_digits=14,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="measureevent",
            name="target",
            field=models.DecimalField(
                decimal_places=4,
                help_text="What the council aims for, in the measure's unit: drawn on the chart, and no part of a result.",
                max_digits=14,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="annotation",
            name="label",
            field=models.CharField(max_length=300),
        ),
        migrations.AlterField(
            model_name="measure",
            name="counted_tone",
            field=models.CharField(
                choices=[
                    ("count", "All issues"),
                    ("fault", "Negative issues"),
                    ("praise", "Positive issues"),
                ],
                default="fault",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="measureevent",
            name="counted_tone",
            field=models.CharField(
                choices=[
                    ("count", "All issues"),
                    ("fault", "Negative issues"),
                    ("praise", "Positive issues"),
                ],
                default="fault",
                max_length=6,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "goldthread_measureevent" ("acted_on", "action_id", "council_id", "counted_sources", "counted_tone", "created_at", "data_source", "denominator_means", "direction", "id", "kind", "name", "per", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recalculated_from", "recalculation_reason", "smallest_change", "source", "target", "theme_id", "unit", "version", "withdrawn_on", "wording") VALUES (OLD."acted_on", OLD."action_id", OLD."council_id", OLD."counted_sources", OLD."counted_tone", OLD."created_at", OLD."data_source", OLD."denominator_means", OLD."direction", OLD."id", OLD."kind", OLD."name", OLD."per", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recalculated_from", OLD."recalculation_reason", OLD."smallest_change", OLD."source", OLD."target", OLD."theme_id", OLD."unit", OLD."version", OLD."withdrawn_on", OLD."wording"); RETURN NULL;',
                    hash="90f3bf94bed2345ce83086f6fd60f7704ab3e8fc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6f6c2",
                    table="goldthread_measure",
                    when="AFTER",
                ),
            ),
        ),
    ]
