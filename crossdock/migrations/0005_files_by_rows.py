"""Whether files are still kept, and how large they are, stands in the rows."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crossdock', '0004_database_times'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='basket',
            name='files_removed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='crossdocktask',
            name='files_removed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='crossdocktask',
            name='request_size',
            field=models.PositiveBigIntegerField(editable=False, help_text='bytes', null=True),
        ),
        migrations.AddField(
            model_name='crossdocktask',
            name='result_size',
            field=models.PositiveBigIntegerField(editable=False, help_text='bytes', null=True),
        ),
        migrations.AddField(
            model_name='filledfile',
            name='size',
            field=models.PositiveBigIntegerField(editable=False, help_text='bytes', null=True),
        ),
        migrations.AddField(
            model_name='negotiationsheet',
            name='files_removed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='pricelistimport',
            name='files_removed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='basket',
            index=models.Index(models.F('finished_at'), condition=models.Q(('files_removed_at__isnull', True)), name='basket_has_files'),
        ),
        migrations.AddIndex(
            model_name='crossdocktask',
            index=models.Index(models.F('finished_at'), condition=models.Q(('files_removed_at__isnull', True)), name='crossdocktask_has_files'),
        ),
        migrations.AddIndex(
            model_name='negotiationsheet',
            index=models.Index(models.F('finished_at'), condition=models.Q(('files_removed_at__isnull', True)), name='negotiationsheet_has_files'),
        ),
        migrations.AddIndex(
            model_name='pricelistimport',
            index=models.Index(models.F('finished_at'), condition=models.Q(('files_removed_at__isnull', True)), name='pricelistimport_has_files'),
        ),
    ]
