#include "stages/layers_panel.h"

#include "base/error.h"
#include "data/group_id.h"
#include "plan/members.h"
#include "session/session.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

namespace moelab {
namespace {

constexpr int kDefaultClasses = 10; // while no data are open

QString titleOf(const Member& member) {
    return inText(QString::fromStdString(nameOfGroupId(member.name)).replace(QLatin1Char('-'), QLatin1Char(' ')));
}

} // namespace

LayersPanel::LayersPanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_table(new QTableView) {
    m_heading->setObjectName(QStringLiteral("layersHeading"));
    wrapText(*m_heading);
    m_table->setObjectName(QStringLiteral("layersTable"));
    m_table->setAccessibleName(tr("Layers"));
    m_table->setModel(&m_model);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().lineSpacing() + 5);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addWidget(m_table, 1);
    connect(&session, &Session::parametersChanged, this, &LayersPanel::refresh);
    connect(&session, &Session::runChanged, this, &LayersPanel::refresh);
    connect(&session, &Session::dataChanged, this, &LayersPanel::refresh);
    connect(&session.selection(), &Selection::stageChanged, this, &LayersPanel::refresh);
    refresh();
}

QWidget* LayersPanel::canvas() { return m_table; }

void LayersPanel::refresh() {
    std::vector<LayersModel::Row> rows;
    long long trained = 0;
    long long frozen = 0;
    const auto images = m_session.data();
    const int classes = images ? static_cast<int>(images->classNames.size()) : kDefaultClasses;
    const ImageShape shape =
        images ? ImageShape{images->images.height, images->images.width, images->images.channels} : ImageShape();
    const StageView* const view = m_session.findStage(m_session.selection().stage());
    const auto add = [&](const Stage& stage, bool trainable) {
        for (const Member& member : membersOf(stage, m_session.parameters(), classes))
            for (const LayerInfo& layer : describe(member.network, shape)) {
                rows.push_back({titleOf(member), layer, trainable});
                (trainable ? trained : frozen) += layer.parameters;
            }
    };
    m_heading->clear();
    try {
        if (view) {
            add(view->stage, true);
            for (const StageView& other : m_session.stages())
                if (dependsOn(view->stage, other.stage))
                    add(other.stage, false);
            m_heading->setText(
                !learns(view->stage)
                    ? tr("%1 has nothing to learn: its group has one class, which it predicts with certainty.")
                          .arg(moelab::titleOf(view->stage))
                    : tr("%1: %L2 trainable parameters, %L3 frozen.")
                          .arg(moelab::titleOf(view->stage), QLocale().toString(trained),
                               QLocale().toString(frozen)));
        }
    } catch (const Error& problem) { // of networks that were chosen for other images
        rows.clear();
        m_heading->setText(QString::fromStdString(problem.what()));
    }
    m_model.showRows(std::move(rows));
}

} // namespace moelab
