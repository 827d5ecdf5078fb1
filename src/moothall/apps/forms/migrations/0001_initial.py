import django.db.models.deletion
from django.db import migrations, models

import moothall.kernel.clock
import moothall.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DraftRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moothall.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("person", models.CharField(blank=True, default="", max_length=60)),
                (
                    "main",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forms.draftrow",
                    ),
                ),
                ("service", models.CharField(max_length=80)),
                ("version", models.CharField(max_length=64)),
                ("answers", models.TextField()),
                ("typed", models.TextField()),
                ("changes", models.TextField(default="{}")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("days", models.PositiveSmallIntegerField(default=1)),
                ("reference", models.CharField(blank=True, default="", max_length=40)),
                ("created", models.DateTimeField(default=moothall.kernel.clock.now)),
                ("expires", models.DateTimeField()),
            ],
            options={
                "db_table": "forms_draft",
            },
        ),
        migrations.CreateModel(
            name="DraftKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moothall.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("kind", models.CharField(max_length=6)),
                ("email", models.CharField(blank=True, default="", max_length=320)),
                ("expires", models.DateTimeField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forms.draftrow"
                    ),
                ),
            ],
            options={
                "db_table": "forms_draft_key",
            },
        ),
        migrations.CreateModel(
            name="PartRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moothall.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person", models.CharField(max_length=60)),
                ("email", models.CharField(max_length=320)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("state", models.CharField(max_length=8)),
                ("asked_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_revision", models.PositiveIntegerField(default=0)),
                ("language", models.CharField(max_length=10)),
                ("asked_in", models.CharField(max_length=10)),
                ("changed", models.TextField(blank=True, default="")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forms.draftrow"
                    ),
                ),
                (
                    "own",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="forms.draftrow",
                    ),
                ),
            ],
            options={
                "db_table": "forms_part",
                "constraints": [models.UniqueConstraint(fields=("draft", "person"), name="forms_part_once")],
            },
        ),
        migrations.CreateModel(
            name="AnswerRevision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moothall.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("answers", models.TextField()),
                ("salt", models.BinaryField(max_length=32)),
                ("source", models.CharField(max_length=20)),
                ("at", models.DateTimeField(default=moothall.kernel.clock.now)),
                ("actor", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "number"), name="forms_revision_number")
                ],
            },
        ),
    ]
