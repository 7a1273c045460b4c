#include "samples/empty_result.h"

#include "text/foreign_text.h"
#include "text/labels.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace moelab {
namespace {

constexpr int kLongestWords = 40; // letters, on the button

} // namespace

std::optional<EmptyCause> emptyCause(const ImageQuery& query,
                                     const std::function<std::size_t(const ImageQuery&)>& count) {
    std::optional<EmptyCause> most;
    for (const QueryFilter filter : filtersOf(query)) {
        ImageQuery only = query;
        for (const QueryFilter other : filtersOf(query))
            if (other != filter && other != QueryFilter::Epoch) // on which it depends what is predicted
                only = without(only, other);
        const EmptyCause cause{filter, count(only) == 0, count(without(query, filter))};
        if (cause.alone)
            return cause;
        if (cause.without > (most ? most->without : 0))
            most = cause;
    }
    return most;
}

EmptyResult::EmptyResult(QWidget* parent)
    : QWidget(parent)
    , m_words(new QLabel)
    , m_takeOff(new QPushButton)
    , m_clear(new QPushButton(tr("Clear all filters"))) {
    m_words->setObjectName(QStringLiteral("emptyWords"));
    wrapText(*m_words);
    m_words->setAlignment(Qt::AlignCenter);
    m_takeOff->setObjectName(QStringLiteral("emptyTakeOff"));
    m_takeOff->setAccessibleName(tr("Take off the filter without which images are found"));
    m_clear->setObjectName(QStringLiteral("emptyClear"));
    auto* const buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_takeOff);
    buttons->addWidget(m_clear);
    buttons->addStretch();
    auto* const layout = new QVBoxLayout(this);
    layout->addStretch();
    layout->addWidget(m_words);
    layout->addLayout(buttons);
    layout->addStretch();
    connect(m_takeOff, &QPushButton::clicked, this, [this] {
        if (m_cause)
            emit queryEdited(without(m_query, m_cause->filter));
    });
    connect(m_clear, &QPushButton::clicked, this, [this] { emit queryEdited(withoutFilters(m_query)); });
}

void EmptyResult::showCause(const std::optional<EmptyCause>& cause, const ImageQuery& query,
                            const QueryNames& names, const QString& images) {
    m_query = query;
    m_cause = cause;
    const auto filters = static_cast<int>(filtersOf(query).size());
    m_takeOff->setVisible(cause && filters > 1);
    if (!cause) {
        m_words->setText(tr("None of the %1 fits these filters, even with one of them taken off.").arg(images));
        return;
    }
    const QString words = wordsFor(query, cause->filter, names);
    const QString shown =
        fontMetrics().elidedText(words, Qt::ElideMiddle, kLongestWords * fontMetrics().averageCharWidth());
    m_takeOff->setText(tr("Take off: %1").arg(asCaption(shown)));
    if (filters == 1)
        m_words->setText(tr("None of the %1 fits the filter \"%2\".").arg(images, words));
    else if (cause->alone)
        m_words->setText(tr("None of the %1 fits the filter \"%2\". Images without it: %3.")
                             .arg(images, words, QLocale().toString(qulonglong(cause->without))));
    else
        m_words->setText(tr("None of the %1 fits all filters together. Images without \"%2\": %3.")
                             .arg(images, words, QLocale().toString(qulonglong(cause->without))));
}

} // namespace moelab
