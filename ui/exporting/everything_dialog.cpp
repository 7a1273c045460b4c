#include "exporting/everything_dialog.h"

#include "exporting/dialog_parts.h"
#include "exporting/export_folder.h"
#include "exporting/paper_fields.h"
#include "session/settings.h"
#include "text/labels.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <utility>

namespace moelab {

EverythingDialog::EverythingDialog(Settings& settings, AskForFolder askForFolder, QWidget* parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_askForFolder(std::move(askForFolder))
    , m_size(new PaperFields(this))
    , m_folder(named(new QLineEdit, "everythingFolder", tr("Folder")))
    , m_browse(new QPushButton(tr("&Browse…")))
    , m_hint(named(new QLabel, "everythingHint", tr("Problem"))) {
    setObjectName(QStringLiteral("everythingDialog"));
    setWindowTitle(tr("Export everything"));
    auto* const words =
        new QLabel(tr("Figures as PNG, SVG and PDF of this size with their tables, the image list, "
                      "the weights and the mixture go into a new folder in the one that is chosen."));
    wrapText(*words);
    wrapText(*m_hint);
    m_hint->setMinimumHeight(2 * m_hint->fontMetrics().lineSpacing());
    m_hint->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_browse->setObjectName(QStringLiteral("everythingBrowse"));
    auto* const form = new QFormLayout;
    m_size->addTo(*form);
    form->addRow(tr("Fo&lder"), besides(m_folder, m_browse));
    static_cast<QLabel*>(form->labelForField(m_folder->parentWidget()))->setBuddy(m_folder);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_export = buttons->addButton(tr("&Export"), QDialogButtonBox::ActionRole); // the dialog stays if that fails
    m_export->setObjectName(QStringLiteral("everythingExport"));
    buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("everythingCancel"));
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(words);
    layout->addLayout(form);
    layout->addWidget(m_hint);
    layout->addWidget(buttons);
    m_browse->setAutoDefault(false);
    m_export->setDefault(true); // once it is the dialog's
    m_size->restore(settings);
    m_folder->setText(QDir::toNativeSeparators(exportFolder(settings)));
    m_folder->setFocus();
    connect(m_size, &PaperFields::changed, this, &EverythingDialog::refresh);
    connect(m_folder, &QLineEdit::textChanged, this, &EverythingDialog::refresh);
    connect(m_browse, &QPushButton::clicked, this, &EverythingDialog::browse);
    connect(m_export, &QPushButton::clicked, this, &EverythingDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    refresh();
}

void EverythingDialog::refresh() {
    m_size->showHeight({});
    const QString why = problem();
    m_hint->setText(why);
    m_export->setEnabled(why.isEmpty());
}

QString EverythingDialog::folder() const {
    return QDir(QDir::fromNativeSeparators(m_folder->text().trimmed())).absolutePath();
}

QString EverythingDialog::problem() const {
    if (const QString refused = m_size->problem(); !refused.isEmpty())
        return refused;
    return m_folder->text().trimmed().isEmpty() ? tr("Choose a folder.") : QString();
}

void EverythingDialog::browse() {
    const QString chosen = m_askForFolder(this, tr("Choose a folder in which the new one is made"), folder());
    if (!chosen.isEmpty())
        m_folder->setText(QDir::toNativeSeparators(chosen));
}

void EverythingDialog::choose() {
    if (isMissing(folder())) {
        m_hint->setText(tr("%1: there is no such folder. Make it, or choose another one.")
                            .arg(QDir::toNativeSeparators(folder())));
        return;
    }
    m_size->save(m_settings);
    keepExportFolder(m_settings, folder());
    emit wanted(folder(), m_size->chosen());
    accept();
}

} // namespace moelab
