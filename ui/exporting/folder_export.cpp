#include "exporting/folder_export.h"

#include "base/error.h"
#include "base/files.h"
#include "calibration/reliability_plot.h"
#include "config/parameter_table.h"
#include "confusion/confusion_view.h"
#include "confusion/member_confusion.h"
#include "routing/routing_view.h"

#include <QDir>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

using Kind = Session::ExportKind;

/// Makes a folder that was not there before.
QString makeFolder(const QString& parent, const QString& name) {
    const QDir dir(parent);
    QString free = name;
    for (int number = 2; dir.exists(free); ++number)
        free = QStringLiteral("%1-%2").arg(name).arg(number);
    if (!dir.mkdir(free))
        throw Error(dir.filePath(free).toStdString(), "cannot be made",
                    "Choose a folder that you may write in, on a disk that is not full");
    return dir.filePath(free);
}

} // namespace

FolderExport::FolderExport(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session) {
    connect(&session, &Session::exportEnded, this, &FolderExport::close);
    connect(&session, &Session::runChanged, this, [this] {
        if (m_running)
            end(tr("another run was opened"));
    });
}

void FolderExport::start(const QString& folder, const std::vector<Figure*>& figures) {
    if (m_running)
        return;
    m_folder = makeFolder(folder, m_session.runName() + QStringLiteral("-export"));
    m_steps.clear();
    m_problems.clear();
    m_done = 0;
    m_written = 0;
    for (Figure* figure : figures)
        if (!figure->figureIsEmpty())
            addFigure(figure->figureName(), *figure);
    addConfusions();
    addRoutings();
    addReliabilities();
    addNumbers();
    m_running = true;
    QTimer::singleShot(0, this, &FolderExport::next);
}

void FolderExport::stop() {
    if (m_running)
        end(tr("it was stopped"));
}

void FolderExport::addFigure(const QString& name, Figure& figure, std::shared_ptr<Figure> owned) {
    for (const char* suffix : {".png", ".svg", ".pdf", ".csv"})
        m_steps.push_back({name + QLatin1String(suffix),
                           [&figure, owned](const QString& file) { exportFigure(figure, file, {}); }, false});
}

void FolderExport::addConfusions() {
    for (const StageView& view : m_session.stages()) {
        if (!isScored(m_session, view.stage))
            continue;
        const ConfusionTable table = confusionOf(m_session, view.stage);
        const auto add = [&](ConfusionMode mode, const char* what) {
            const auto matrix = std::make_shared<ConfusionView>();
            matrix->showTable(table, mode);
            addFigure(QStringLiteral("confusion-%1-%2").arg(view.name(), QLatin1String(what)), *matrix, matrix);
        };
        add(ConfusionMode::Counts, "counts");
        add(ConfusionMode::RowShares, "shares");
        if (!table.difference.empty())
            add(ConfusionMode::Difference, "difference");
    }
}

void FolderExport::addRoutings() {
    if (!isRouted(m_session))
        return;
    const RoutingTable table = routingOf(m_session);
    const std::pair<RoutingMode, const char*> modes[] = {{RoutingMode::Counts, "counts"},
                                                         {RoutingMode::Gate, "gate"},
                                                         {RoutingMode::BaselineWeight, "baseline-weight"},
                                                         {RoutingMode::ExpertWeight, "expert-weight"}};
    for (const auto& [mode, what] : modes) {
        const auto view = std::make_shared<RoutingView>();
        view->showTable(table, mode);
        addFigure(QStringLiteral("routing-") + QLatin1String(what), *view, view);
    }
}

void FolderExport::addReliabilities() {
    if (!m_session.outputs())
        return;
    for (const StageView& view : m_session.stages())
        if (const auto member = calibrate(*m_session.outputs(), view.stage, m_session.parameters().groups)) {
            const auto plot = std::make_shared<ReliabilityPlot>();
            plot->showMember(*member);
            addFigure(QStringLiteral("reliability-") + view.name(), *plot, plot);
        }
}

void FolderExport::addNumbers() {
    m_steps.push_back({QStringLiteral("parameters.json"),
                       [text = toJson(m_session.parameters()).dump(2) + "\n"](const QString& file) {
                           writeFileAtomically(file.toStdString(), text);
                       },
                       false});
    const auto add = [this](const char* name, Kind kind) {
        m_steps.push_back(
            {QLatin1String(name), [this, kind](const QString& file) { m_session.exportTo(kind, file); }, true});
    };
    const auto done = [](const StageView& view) { return view.status == StageStatus::Done; };
    if (std::ranges::any_of(m_session.stages(), done)) {
        add("all-images.csv", Kind::ImageTable);
        add("weights.safetensors", Kind::SafeTensors);
    }
    if (std::ranges::all_of(m_session.stages(), done))
        add("mixture.pt", Kind::TorchScript);
    else
        m_problems << tr("mixture.pt needs every stage trained and was left out.");
}

void FolderExport::next() {
    if (!m_running)
        return;
    if (m_done == m_steps.size()) {
        end({});
        return;
    }
    const Step& step = m_steps[m_done];
    emit progress(static_cast<int>(m_done), static_cast<int>(m_steps.size()), step.file);
    const QString file = QDir(m_folder).filePath(step.file);
    QString problem;
    try {
        step.write(file);
    } catch (const std::exception& caught) {
        problem = QString::fromStdString(caught.what());
    }
    if (!step.elsewhere)
        close(file, problem);
}

/// Goes on after the present file, and hears of no other.
void FolderExport::close(const QString& file, const QString& problem) {
    if (!m_running || file != QDir(m_folder).filePath(m_steps[m_done].file))
        return;
    if (problem.isEmpty())
        ++m_written;
    else
        m_problems << problem;
    ++m_done;
    QTimer::singleShot(0, this, &FolderExport::next);
}

void FolderExport::end(const QString& reason) {
    m_running = false;
    QString message = tr("Wrote %1 of %2 files into %3.").arg(m_written).arg(m_steps.size()).arg(m_folder);
    if (!reason.isEmpty())
        message += QStringLiteral(" ") + tr("The rest was left out because %1.").arg(reason);
    if (!m_problems.isEmpty())
        message += u' ' + m_problems.join(u' ');
    emit ended(message);
}

} // namespace moelab
