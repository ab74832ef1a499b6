"""Hours a week exact to a millionth. Two small tables are rewritten: a row a post, and one a change of hours."""

from django.db import migrations

import safeload.people.models.hours


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="weekly_hours",
            field=safeload.people.models.hours.HoursField(
                blank=True, decimal_places=6, max_digits=9, null=True
            ),
        )
        for name in ("hourschange", "post")
    ]
