import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import goldthread.council.records.base
from goldthread.council.database.one_step import OneStep


class Migration(OneStep):
    dependencies = [
        ("goldthread", "0003_boards_are_owed_an_answer"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountingChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldthread.council.records.base.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=goldthread.council.records.base.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("withdrawn_on", models.DateField(editable=False, null=True)),
                ("month", models.DateField()),
                ("title", models.CharField(max_length=200)),
                ("because", models.TextField()),
                ("recorded_on", models.DateField()),
            ],
            options={
                "ordering": ["month"],
            },
        ),
        migrations.CreateModel(
            name="CountingChangeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        default=goldthread.council.records.base.new_id, editable=False, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=goldthread.council.records.base.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("withdrawn_on", models.DateField(editable=False, null=True)),
                ("month", models.DateField()),
                ("title", models.CharField(max_length=200)),
                ("because", models.TextField()),
                ("recorded_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SafeguardingDuty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldthread.council.records.base.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=goldthread.council.records.base.now, editable=False),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        null=True,
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["weekday", "from_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="SafeguardingSample",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldthread.council.records.base.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=goldthread.council.records.base.now, editable=False),
                ),
                (
                    "month",
                    models.DateField(help_text="The first day of the month in which the texts were saved."),
                ),
                ("seed", models.BigIntegerField()),
                (
                    "out_of",
                    models.PositiveIntegerField(help_text="How many texts of that month were not raised."),
                ),
                ("share", models.PositiveSmallIntegerField(help_text="The council's share on that day.")),
                ("rules", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="SafeguardingSettings",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldthread.council.records.base.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=goldthread.council.records.base.now, editable=False),
                ),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        choices=[(10, "10 in 100"), (15, "15 in 100"), (20, "20 in 100")], default=15
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SampledPoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldthread.council.records.base.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=goldthread.council.records.base.now, editable=False),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("harm", models.BooleanField(help_text="Empty until somebody has read it.", null=True)),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["sample", "position"],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=goldthread.council.records.base.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=goldthread.council.records.base.now, editable=False),
                ),
                ("listing", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(blank=True, max_length=500)),
                ("is_shared", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="SignInTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(max_length=49)),
                ("account", models.CharField(max_length=64)),
                ("is_right", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="action",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="measure",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="verdict",
            name="verdict_is_fixed",
        ),
        migrations.RemoveIndex(
            model_name="safeguardingprompt",
            name="safeguarding_not_reviewed",
        ),
        migrations.AddField(
            model_name="action",
            name="bedding_in",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Months after it takes effect in which it beds in, left out of the comparison.",
            ),
        ),
        migrations.AddField(
            model_name="actionevent",
            name="bedding_in",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Months after it takes effect in which it beds in, left out of the comparison.",
            ),
        ),
        migrations.AddField(
            model_name="annotation",
            name="recalculates",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="council",
            name="passwords_off",
            field=models.BooleanField(
                default=False, help_text="Accept the passwords of emergency accounts only."
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="bedding_in",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="Months after that one in which the action beds in; not compared either."
            ),
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
            name="bedding_in",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="Months after that one in which the action beds in; not compared either."
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
        migrations.AddField(
            model_name="person",
            name="is_emergency",
            field=models.BooleanField(
                default=False, help_text="Their password is accepted also while passwords are turned off."
            ),
        ),
        migrations.AddField(
            model_name="safeguardingprompt",
            name="danger_since",
            field=models.DateTimeField(
                help_text="When it was first found to be of the first level.", null=True
            ),
        ),
        migrations.AddField(
            model_name="safeguardingprompt",
            name="level",
            field=models.CharField(
                choices=[("danger", "Danger now?"), ("today", "Look today")], default="today", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="safeguardingprompt",
            name="raised_at",
            field=models.PositiveSmallIntegerField(
                default=10, help_text="The smallest share of ordinary texts at which it is raised, in 100."
            ),
        ),
        migrations.AddField(
            model_name="safeguardingprompt",
            name="rank",
            field=models.PositiveSmallIntegerField(
                default=1, help_text="Its place in the list: see list_rank."
            ),
        ),
        migrations.AddField(
            model_name="safeguardingprompt",
            name="score",
            field=models.FloatField(default=0.0),
        ),
        migrations.AddField(
            model_name="verdict",
            name="rule",
            field=models.PositiveSmallIntegerField(
                default=1, help_text="The version of the rule it was made by."
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="today_sentence",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="verdict",
            name="today_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("too_little_data", "Too little data"),
                    ("no_detectable_change_yet", "No detectable change yet"),
                    ("early_sign", "Early sign"),
                    ("lower_since", "Lower since the action"),
                    ("higher_since", "Higher since the action"),
                    ("improved", "Improved"),
                    ("worsened", "Worsened"),
                ],
                help_text="What the rule says today where that differs.",
                max_length=30,
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
        migrations.AlterField(
            model_name="verdict",
            name="state",
            field=models.CharField(
                choices=[
                    ("too_little_data", "Too little data"),
                    ("no_detectable_change_yet", "No detectable change yet"),
                    ("early_sign", "Early sign"),
                    ("lower_since", "Lower since the action"),
                    ("higher_since", "Higher since the action"),
                    ("improved", "Improved"),
                    ("worsened", "Worsened"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddIndex(
            model_name="safeguardingprompt",
            index=models.Index(
                condition=models.Q(("reviewed_at__isnull", True)),
                fields=["council", "rank", "id"],
                name="safeguarding_not_reviewed",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "goldthread_actionevent" ("agreed_on", "bedding_in", "council_id", "created_at", "detail", "direction", "done_note", "done_on", "due_on", "embed_check_on", "embed_test", "embedded", "embedded_by", "embedded_checked_on", "embedded_note", "embedded_passed", "embedded_sample", "embedded_where", "id", "lesson_id", "measure_kind", "measure_name", "measure_unit", "number", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "smallest_change", "stopped_because", "stopped_on", "team_id", "title", "version", "withdrawn_on") VALUES (OLD."agreed_on", OLD."bedding_in", OLD."council_id", OLD."created_at", OLD."detail", OLD."direction", OLD."done_note", OLD."done_on", OLD."due_on", OLD."embed_check_on", OLD."embed_test", OLD."embedded", OLD."embedded_by", OLD."embedded_checked_on", OLD."embedded_note", OLD."embedded_passed", OLD."embedded_sample", OLD."embedded_where", OLD."id", OLD."lesson_id", OLD."measure_kind", OLD."measure_name", OLD."measure_unit", OLD."number", OLD."owner_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."smallest_change", OLD."stopped_because", OLD."stopped_on", OLD."team_id", OLD."title", OLD."version", OLD."withdrawn_on"); RETURN NULL;',
                    hash="a63a4043fb776c00d319fe0106e9de62817e46c8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ea7c1",
                    table="goldthread_action",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "goldthread_measureevent" ("acted_on", "action_id", "bedding_in", "council_id", "counted_sources", "counted_tone", "created_at", "data_source", "denominator_means", "direction", "id", "kind", "name", "per", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recalculated_from", "recalculation_reason", "smallest_change", "source", "target", "theme_id", "unit", "version", "withdrawn_on", "wording") VALUES (OLD."acted_on", OLD."action_id", OLD."bedding_in", OLD."council_id", OLD."counted_sources", OLD."counted_tone", OLD."created_at", OLD."data_source", OLD."denominator_means", OLD."direction", OLD."id", OLD."kind", OLD."name", OLD."per", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recalculated_from", OLD."recalculation_reason", OLD."smallest_change", OLD."source", OLD."target", OLD."theme_id", OLD."unit", OLD."version", OLD."withdrawn_on", OLD."wording"); RETURN NULL;',
                    hash="ba06f0d62d48a3ef81cd9c079afcd73573971afd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6f6c2",
                    table="goldthread_measure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verdict",
            trigger=pgtrigger.compiler.Trigger(
                name="verdict_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."measure_id" IS DISTINCT FROM (NEW."measure_id") OR OLD."review_month" IS DISTINCT FROM (NEW."review_month") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."sentence" IS DISTINCT FROM (NEW."sentence") OR OLD."attribution" IS DISTINCT FROM (NEW."attribution") OR OLD."figures" IS DISTINCT FROM (NEW."figures") OR OLD."readings" IS DISTINCT FROM (NEW."readings") OR OLD."rule" IS DISTINCT FROM (NEW."rule"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="0453386995bc8deb162426d3cb4e22aaa6f223b2",
                    operation="UPDATE",
                    pgid="pgtrigger_verdict_is_fixed_80681",
                    table="goldthread_verdict",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="countingchange",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="goldthread.council"
            ),
        ),
        migrations.AddField(
            model_name="countingchange",
            name="measure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="counting_changes",
                to="goldthread.measure",
            ),
        ),
        migrations.AddField(
            model_name="countingchange",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="goldthread.person"
            ),
        ),
        migrations.AddField(
            model_name="countingchangeevent",
            name="council",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="goldthread.council",
            ),
        ),
        migrations.AddField(
            model_name="countingchangeevent",
            name="measure",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="goldthread.measure",
            ),
        ),
        migrations.AddField(
            model_name="countingchangeevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="countingchangeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="goldthread.countingchange",
            ),
        ),
        migrations.AddField(
            model_name="countingchangeevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="goldthread.person",
            ),
        ),
        migrations.AddField(
            model_name="safeguardingduty",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="goldthread.council"
            ),
        ),
        migrations.AddField(
            model_name="safeguardingduty",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="goldthread.person"
            ),
        ),
        migrations.AddField(
            model_name="safeguardingsample",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="goldthread.council"
            ),
        ),
        migrations.AddField(
            model_name="safeguardingsettings",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="goldthread.council"
            ),
        ),
        migrations.AddField(
            model_name="sampledpoint",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="goldthread.person",
            ),
        ),
        migrations.AddField(
            model_name="sampledpoint",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="goldthread.council"
            ),
        ),
        migrations.AddField(
            model_name="sampledpoint",
            name="point",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="goldthread.point"
            ),
        ),
        migrations.AddField(
            model_name="sampledpoint",
            name="sample",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sampled",
                to="goldthread.safeguardingsample",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="goldthread.person"
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="goldthread.council"
            ),
        ),
        migrations.AddIndex(
            model_name="signintry",
            index=models.Index(fields=["is_right", "at"], name="sign_in_tries_oldest"),
        ),
        migrations.AddConstraint(
            model_name="signintry",
            constraint=models.UniqueConstraint(
                fields=("network", "account", "is_right"), name="one_sign_in_try_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="countingchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on", None)),
                fields=("measure", "month"),
                name="one_counting_change_a_month",
                violation_error_message="A change of counting is recorded for this month already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countingchange",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "goldthread_countingchangeevent" ("because", "council_id", "created_at", "id", "measure_id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "recorded_on", "title", "version", "withdrawn_on") VALUES (OLD."because", OLD."council_id", OLD."created_at", OLD."id", OLD."measure_id", OLD."month", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_by_id", OLD."recorded_on", OLD."title", OLD."version", OLD."withdrawn_on"); RETURN NULL;',
                    hash="f6931d43a9f95e0d30fb42d85c1f5652e022a1b8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_db9a0",
                    table="goldthread_countingchange",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguardingduty",
            constraint=models.UniqueConstraint(
                fields=("council", "person", "weekday", "from_on", "until_on"),
                name="one_duty_a_time",
                nulls_distinct=False,
                violation_error_message="This person is on the duty list for that time already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguardingduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_on", None), ("until_on", None), ("weekday__isnull", False)),
                    models.Q(
                        ("from_on__isnull", False), ("until_on__gte", models.F("from_on")), ("weekday", None)
                    ),
                    _connector="OR",
                ),
                name="duty_by_weekday_or_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguardingsample",
            constraint=models.UniqueConstraint(fields=("council", "month"), name="one_sample_a_month"),
        ),
        migrations.AddConstraint(
            model_name="safeguardingsettings",
            constraint=models.UniqueConstraint(
                fields=("council",), name="one_safeguarding_settings_a_council"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                fields=("council", "listing", "by", "name"),
                name="one_saved_view_a_name",
                violation_error_message="You have a view with this name. Choose another name, or delete that view.",
            ),
        ),
    ]
