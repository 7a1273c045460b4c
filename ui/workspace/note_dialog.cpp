#include "workspace/note_dialog.h"

#include "base/error.h"
#include "text/refusal_line.h"
#include "workspace/run_row.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

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
    , m_tags(new QLineEdit(tagsText(commonTags(m_notes))))
    , m_nameProblem(new RefusalLine(QStringLiteral("noteNameProblem"), this))
    , m_textProblem(new RefusalLine(QStringLiteral("noteTextProblem"), this))
    , m_tagsProblem(new RefusalLine(QStringLiteral("noteTagsProblem"), this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
    setObjectName(QStringLiteral("noteDialog"));
    auto* const form = new QFormLayout(this);
    const auto addRow = [form](const QString& label, QWidget* field, RefusalLine* problem) {
        QLayout* const row = problem->beneath(field);
        form->addRow(label, row);
        static_cast<QLabel*>(form->labelForField(row))->setBuddy(field);
    };
    if (m_notes.size() == 1) {
        setWindowTitle(tr("Note and tags"));
        m_name = new QLineEdit(QString::fromStdString(m_notes.front().name));
        m_name->setObjectName(QStringLiteral("noteName"));
        m_name->setPlaceholderText(folder);
        addRow(tr("&Name"), m_name, m_nameProblem);
        connect(m_name, &QLineEdit::textChanged, this, &NoteDialog::refresh);
        m_text = new QPlainTextEdit(QString::fromStdString(m_notes.front().text));
        m_text->setObjectName(QStringLiteral("noteText"));
        m_text->setTabChangesFocus(true);
        addRow(tr("N&ote"), m_text, m_textProblem);
        connect(m_text, &QPlainTextEdit::textChanged, this, &NoteDialog::refresh);
    } else {
        setWindowTitle(tr("Tags of %n runs", nullptr, static_cast<int>(m_notes.size())));
        form->addRow(new QLabel(tr("Tags that all %Ln runs have.", nullptr, static_cast<int>(m_notes.size()))));
    }
    m_tags->setObjectName(QStringLiteral("noteTags"));
    m_tags->setPlaceholderText(tr("comma-separated"));
    addRow(tr("&Tags"), m_tags, m_tagsProblem);
    m_buttons->setObjectName(QStringLiteral("noteButtons"));
    connect(m_tags, &QLineEdit::textChanged, this, &NoteDialog::refresh);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(m_buttons);
    resize(460, m_text ? 280 : sizeHint().height());
    refresh();
}

void NoteDialog::refresh() {
    bool good = true;
    const std::vector<RunNote> wanted = notes();
    const auto look = [&](RefusalLine* line, const auto& partOf) {
        QString reason;
        try {
            for (const RunNote& note : wanted)
                checkRunNote(partOf(note), tr("The run").toStdString());
        } catch (const Error& problem) {
            reason = QString::fromStdString(problem.what());
        }
        line->follow(reason);
        good &= reason.isEmpty();
    };
    look(m_nameProblem, [](const RunNote& note) { return RunNote{note.name, {}, {}}; });
    look(m_textProblem, [](const RunNote& note) { return RunNote{{}, note.text, {}}; });
    look(m_tagsProblem, [](const RunNote& note) { return RunNote{{}, {}, note.tags}; });
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(good);
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
