#include "exporting/figure_dialog.h"

#include "exporting/dialog_parts.h"
#include "exporting/export_folder.h"
#include "exporting/figure_preview.h"
#include "exporting/paper_fields.h"
#include "plotting/text_size.h"
#include "session/settings.h"
#include "text/labels.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace moelab {
namespace {

const QLatin1String kSuffixes[] = {QLatin1String("png"), QLatin1String("svg"), QLatin1String("pdf"),
                                   QLatin1String("csv")};

/// @returns the name without the suffix of a format, and that suffix
std::pair<QString, QString> parted(const QString& name) {
    for (const QLatin1String suffix : kSuffixes)
        if (name.endsWith(u'.' + suffix, Qt::CaseInsensitive))
            return {name.chopped(suffix.size() + 1), suffix};
    return {name, {}};
}

} // namespace

FigureDialog::FigureDialog(Figure& figure, Settings& settings, Questions questions, QWidget* parent)
    : QDialog(parent)
    , m_figure(figure)
    , m_settings(settings)
    , m_questions(std::move(questions))
    , m_preview(named(new FigurePreview, "figurePreview", tr("Preview")))
    , m_paper(named(new QLabel, "figurePaper", tr("Size of the preview")))
    , m_format(named(new QComboBox, "figureFormat", tr("Format")))
    , m_size(new PaperFields(this))
    , m_folder(named(new QLineEdit, "figureFolder", tr("Folder")))
    , m_browse(new QPushButton(tr("&Browse…")))
    , m_name(named(new QLineEdit, "figureName", tr("File name")))
    , m_hint(named(new QLabel, "figureHint", tr("Problem"))) {
    setObjectName(QStringLiteral("figureDialog"));
    setWindowTitle(tr("Export a figure"));
    m_browse->setObjectName(QStringLiteral("figureBrowse"));
    wrapText(*m_hint);
    m_hint->setMinimumHeight(3 * m_hint->fontMetrics().lineSpacing());
    m_hint->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_paper->setAlignment(Qt::AlignCenter);
    auto* const shown = new QVBoxLayout;
    shown->addWidget(m_preview, 1);
    shown->addWidget(m_paper);
    auto* const chosen = new QVBoxLayout;
    chosen->addLayout(makeForm());
    chosen->addStretch();
    auto* const parts = new QHBoxLayout;
    parts->addLayout(shown, 1);
    parts->addLayout(chosen);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(parts, 1);
    layout->addWidget(m_hint);
    makeButtons(layout);
    restore();
    refresh();
}

QFormLayout* FigureDialog::makeForm() {
    for (const QLatin1String suffix : kSuffixes)
        if (suffix != QLatin1String("csv"))
            m_format->addItem(QString(suffix).toUpper(), QString(suffix));
    if (!m_figure.figureCsv().isEmpty())
        m_format->addItem(tr("CSV: the numbers"), QStringLiteral("csv"));
    auto* const form = new QFormLayout;
    form->addRow(tr("F&ormat"), m_format);
    m_size->addTo(*form);
    form->addRow(tr("Fo&lder"), besides(m_folder, m_browse));
    form->addRow(tr("File &name"), m_name);
    static_cast<QLabel*>(form->labelForField(m_folder->parentWidget()))->setBuddy(m_folder);
    connect(m_size, &PaperFields::changed, this, &FigureDialog::refresh);
    connect(m_format, &QComboBox::currentIndexChanged, this, &FigureDialog::chooseFormat);
    connect(m_name, &QLineEdit::textEdited, this, &FigureDialog::takeSuffix);
    connect(m_folder, &QLineEdit::textChanged, this, &FigureDialog::refresh);
    connect(m_browse, &QPushButton::clicked, this, &FigureDialog::browse);
    connect(m_preview, &FigurePreview::drawn, this, &FigureDialog::refreshWords);
    return form;
}

void FigureDialog::makeButtons(QLayout* layout) {
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_write = buttons->addButton(tr("&Export"), QDialogButtonBox::ActionRole); // the dialog stays if that fails
    m_write->setObjectName(QStringLiteral("figureExport"));
    buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("figureCancel"));
    layout->addWidget(buttons);
    m_browse->setAutoDefault(false);
    m_write->setDefault(true); // once it is the dialog's
    connect(m_write, &QPushButton::clicked, this, &FigureDialog::write);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void FigureDialog::restore() {
    m_format->setCurrentIndex(
        std::max(0, m_format->findData(m_settings.value(QStringLiteral("figures/format")).toString())));
    m_size->restore(m_settings);
    m_folder->setText(QDir::toNativeSeparators(exportFolder(m_settings)));
    m_name->setText(m_figure.figureName());
}

void FigureDialog::save() {
    m_size->save(m_settings);
    m_settings.setValue(QStringLiteral("figures/format"), suffix());
    keepExportFolder(m_settings, QFileInfo(file()).absolutePath());
}

QString FigureDialog::suffix() const { return m_format->currentData().toString(); }

QString FigureDialog::file() const {
    return QDir::cleanPath(QDir(QDir::fromNativeSeparators(m_folder->text()))
                               .absoluteFilePath(parted(m_name->text().trimmed()).first + u'.' + suffix()));
}

FigureFormat FigureDialog::format() const { return m_size->chosen().formatFor(m_figure); }

/// A name with the suffix of another format loses it.
void FigureDialog::chooseFormat() {
    const auto [name, old] = parted(m_name->text());
    if (!old.isEmpty() && old != suffix())
        m_name->setText(name);
    refresh();
}

/// A suffix that is typed says the format.
void FigureDialog::takeSuffix(const QString& name) {
    const int format = m_format->findData(parted(name).second);
    if (format >= 0)
        m_format->setCurrentIndex(format);
    refresh();
}

void FigureDialog::refresh() {
    const bool isPicture = suffix() != QLatin1String("csv");
    m_size->setShown(isPicture, suffix() == QLatin1String("png"));
    m_size->showHeight(format().height);
    const QString why = problem();
    m_hint->setText(why);
    m_write->setEnabled(why.isEmpty());
    if (!isPicture)
        m_preview->showText(m_figure.figureCsv().remove(u'\r'));
    else if (why.isEmpty())
        m_preview->showFigure(m_figure, format());
    refreshWords();
}

/// @returns what keeps the figure from being written, or nothing
QString FigureDialog::problem() const {
    if (const QString refused = m_size->problem(); !refused.isEmpty())
        return refused;
    if (m_folder->text().trimmed().isEmpty())
        return tr("Choose a folder for the file.");
    if (QFileInfo(parted(m_name->text().trimmed()).first).fileName().isEmpty())
        return tr("Give the file a name.");
    return {};
}

/// Says how large the paper is, and warns where its text becomes smaller than was chosen.
void FigureDialog::refreshWords() {
    if (m_preview->scale() == 0) {
        m_paper->clear();
        return;
    }
    const FigureFormat paper = format();
    m_paper->setText(
        tr("%1 × %2 mm, shown at %3 %").arg(paper.width).arg(paper.height).arg(qRound(100 * m_preview->scale())));
    if (!problem().isEmpty() || m_preview->image().isNull())
        return;
    if (const double smallest = tooSmallText(m_figure, paper); smallest > 0)
        m_hint->setText(tr("There is little room: the smallest text is %1 points high. Choose a larger figure or "
                           "smaller text.")
                            .arg(smallest, 0, 'f', 1));
}

void FigureDialog::browse() {
    const QString folder = m_questions.openFolder(this, tr("Choose a folder for the figure"),
                                                  QDir::fromNativeSeparators(m_folder->text()));
    if (!folder.isEmpty())
        m_folder->setText(QDir::toNativeSeparators(folder));
}

void FigureDialog::write() {
    const QString path = file();
    const QFileInfo before(path);
    if (isMissing(before.absolutePath())) {
        m_hint->setText(tr("%1: there is no such folder. Make it, or choose another one.")
                            .arg(QDir::toNativeSeparators(before.absolutePath())));
        return;
    }
    const bool isThere = before.exists() || before.isSymLink();
    if (isThere && !m_questions.confirm(this, {tr("%1 exists. Replace it?").arg(QDir::toNativeSeparators(path)),
                                               tr("Replace"), tr("Keep")}))
        return;
    try {
        exportFigure(m_figure, path, format(), isThere);
    } catch (const std::exception& problem) {
        m_hint->setText(QString::fromStdString(problem.what()));
        return;
    }
    save();
    emit written(path);
    accept();
}

} // namespace moelab
