#include "workspace/note_dialog.h"

#include "base/limits.h"
#include "workspace/run_row.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <algorithm>

namespace moelab {
namespace {

/// The tags that all have.
std::vector<std::string> commonTags(const std::vector<RunNote>& notes) {
    std::vector<std::string> common = notes.front().tags;
    for (const RunNote& note : notes)
        std::erase_if(common,
                      [&](const std::string& tag) { return std::ranges::find(note.tags, tag) == note.tags.end(); });
    return common;
}

} // namespace

NoteDialog::NoteDialog(std::vector<RunNote> notes, const QString& folder, QWidget* parent)
    : QDialog(parent)
    , m_notes(std::move(notes))
    , m_tags(new QLineEdit(tagsText(commonTags(m_notes)))) {
    setObjectName(QStringLiteral("noteDialog"));
    auto* const form = new QFormLayout(this);
    if (m_notes.size() == 1) {
        setWindowTitle(tr("Note and tags"));
        m_name = new QLineEdit(QString::fromStdString(m_notes.front().name));
        m_name->setObjectName(QStringLiteral("noteName"));
        m_name->setPlaceholderText(folder);
        m_name->setMaxLength(static_cast<int>(limits::kRunNameBytes));
        form->addRow(tr("&Name"), m_name);
        m_text = new QPlainTextEdit(QString::fromStdString(m_notes.front().text));
        m_text->setObjectName(QStringLiteral("noteText"));
        m_text->setTabChangesFocus(true);
        form->addRow(tr("N&ote"), m_text);
    } else {
        setWindowTitle(tr("Tags of %n runs", nullptr, static_cast<int>(m_notes.size())));
        form->addRow(new QLabel(tr("Tags that all %Ln runs have.", nullptr, static_cast<int>(m_notes.size()))));
    }
    m_tags->setObjectName(QStringLiteral("noteTags"));
    m_tags->setPlaceholderText(tr("comma-separated"));
    form->addRow(tr("&Tags"), m_tags);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->setObjectName(QStringLiteral("noteButtons"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
    resize(460, m_text ? 280 : sizeHint().height());
}

/// Of several runs, each keeps the tags that the others lack.
std::vector<RunNote> NoteDialog::notes() const {
    const std::vector<std::string> wanted = tagsFrom(m_tags->text());
    const std::vector<std::string> common = commonTags(m_notes);
    std::vector<RunNote> notes = m_notes;
    for (RunNote& note : notes) {
        std::erase_if(note.tags,
                      [&](const std::string& tag) { return std::ranges::find(common, tag) != common.end(); });
        std::vector<std::string> tags = wanted;
        for (const std::string& own : note.tags)
            if (std::ranges::find(tags, own) == tags.end())
                tags.push_back(own);
        note.tags = std::move(tags);
        if (m_text) {
            if (m_name->isModified())
                note.name = m_name->text().trimmed().toStdString();
            note.text = m_text->toPlainText().toStdString();
        }
    }
    return notes;
}

} // namespace moelab
