#include "exporting/folder_export.h"

#include "base/error.h"
#include "base/files.h"
#include "calibration/reliability_plot.h"
#include "config/parameter_table.h"
#include "confusion/confusion_model.h"
#include "confusion/member_confusion.h"
#include "plan/file_names.h"
#include "plotting/text_size.h"
#include "routing/routing_model.h"
#include "session/run_name.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

using Kind = Exports::Kind;

constexpr qsizetype kMostProblems = 3; ///< told one by one

constexpr int kFilesOfFigure = 4; // a table and three pictures

QString textOf(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

QByteArray hashOf(const Figure& figure) {
    return QCryptographicHash::hash(figure.figureCsv().toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

FolderExport::FolderExport(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session) {
    connect(&session.exports(), &Exports::ended, this, &FolderExport::close);
    connect(&session, &Session::runChanged, this, [this] {
        if (m_running)
            breakOff(tr("another run was opened"));
    });
}

void FolderExport::start(const QString& folder, const std::vector<Figure*>& figures, const FigureChoices& choices) {
    if (m_running)
        return;
    m_choices = choices;
    m_folder.emplace(folder.toStdString());
    m_name = fileNameOfRun(m_session.runFolder());
    m_reason.clear();
    m_steps.clear();
    m_leftOut.clear();
    m_problems.clear();
    m_small.clear();
    m_done = 0;
    m_tables.clear();
    addConfusions();
    addRoutings();
    addReliabilities();
    addShown(figures);
    addNumbers();
    m_running = true;
    QTimer::singleShot(0, this, &FolderExport::next);
}

void FolderExport::stop() {
    if (m_running)
        breakOff(tr("it was stopped"));
}

void FolderExport::addPictures(const QString& name, Figure& figure, const std::shared_ptr<Figure>& owned) {
    for (const char* suffix : {".png", ".svg", ".pdf"})
        m_steps.push_back({name + QLatin1String(suffix), [this, &figure, owned, name](const QString& file) {
                               const FigureFormat format = m_choices.formatFor(figure);
                               exportFigure(figure, file, format);
                               noteSmallText(figure, format, name);
                           }});
}

/// Once a figure.
void FolderExport::noteSmallText(Figure& figure, const FigureFormat& format, const QString& name) {
    if (m_small.contains(name))
        return;
    if (const double smallest = tooSmallText(figure, format); smallest > 0) {
        m_small << name;
        m_smallest = m_small.size() == 1 ? smallest : std::min(m_smallest, smallest);
    }
}

void FolderExport::addTable(const QString& name, Figure& figure, const std::shared_ptr<Figure>& owned) {
    m_steps.push_back({name + QStringLiteral(".csv"), [this, &figure, owned](const QString& file) {
                           exportFigure(figure, file);
                           m_tables << hashOf(figure);
                       }});
}

void FolderExport::addFigure(const QString& name, Figure& figure, const std::shared_ptr<Figure>& owned) {
    addTable(name, figure, owned);
    addPictures(name, figure, owned);
}

void FolderExport::addShown(const std::vector<Figure*>& figures) {
    for (Figure* figure : figures) {
        if (figure->figureIsEmpty())
            continue;
        const std::size_t first = m_steps.size();
        addFigure(figure->figureName(), *figure);
        m_steps[first].shown = figure;
    }
}

bool FolderExport::isWritten(const Figure& figure) const { return m_tables.contains(hashOf(figure)); }

QString FolderExport::fileOf(const StageView& view) const {
    return QString::fromStdString(fileNameOf(view.stage, stagesOf(m_session.shownParameters().groups)));
}

void FolderExport::addConfusions() {
    for (const StageView& view : m_session.shownStages()) {
        if (!isScored(m_session, view.stage))
            continue;
        const ConfusionTable table = confusionOf(m_session, view.stage);
        const auto add = [&](ConfusionMode mode, const char* what) {
            const auto matrix = std::make_shared<ConfusionModel>();
            matrix->showTable(table, mode);
            addFigure(QStringLiteral("confusion-%1-%2").arg(fileOf(view), QLatin1String(what)), *matrix, matrix);
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
        const auto view = std::make_shared<RoutingModel>();
        view->showTable(table, mode);
        addPictures(QStringLiteral("routing-") + QLatin1String(what), *view, view);
        if (mode == RoutingMode::Counts)
            addTable(QStringLiteral("routing"), *view, view); // of all four
    }
}

void FolderExport::addReliabilities() {
    if (!m_session.outputs())
        return;
    for (const StageView& view : m_session.shownStages())
        if (const auto member = calibrate(*m_session.outputs(), view.stage, m_session.shownParameters().groups)) {
            const auto plot = std::make_shared<ReliabilityPlot>();
            plot->showMember(*member);
            addFigure(QStringLiteral("reliability-") + fileOf(view), *plot, plot);
        }
}

void FolderExport::addNumbers() {
    m_steps.push_back({QStringLiteral("parameters.json"),
                       [text = toJson(m_session.shownParameters()).dump(2) + "\n"](const QString& file) {
                           writeFileAtomically(file.toStdString(), text);
                       }});
    const auto add = [this](const char* name, Kind kind) {
        m_steps.push_back({QLatin1String(name),
                           [this, kind](const QString& file) { m_session.exports().write(kind, file); }, true});
    };
    const auto done = [](const StageView& view) { return view.status == StageStatus::Done; };
    if (std::ranges::any_of(m_session.shownStages(), done)) {
        add("all-images.csv", Kind::ImageTable);
        add("weights.safetensors", Kind::SafeTensors);
    }
    if (std::ranges::all_of(m_session.shownStages(), done))
        add("mixture.pt", Kind::TorchScript);
    else
        m_leftOut << tr("mixture.pt was left out: it needs every stage trained.");
}

void FolderExport::next() {
    if (!m_running)
        return;
    if (!m_reason.isEmpty()) {
        m_folder.reset();
        end(tr("Nothing was exported: %1.").arg(m_reason), true);
        return;
    }
    if (m_done == m_steps.size()) {
        finish();
        return;
    }
    if (Figure* const shown = std::exchange(m_steps[m_done].shown, nullptr); shown && isWritten(*shown)) {
        const auto first = m_steps.begin() + static_cast<std::ptrdiff_t>(m_done);
        m_steps.erase(first, first + kFilesOfFigure);
        QTimer::singleShot(0, this, &FolderExport::next);
        return;
    }
    const Step& step = m_steps[m_done];
    emit progress(static_cast<int>(m_done), static_cast<int>(m_steps.size()), step.file);
    const QString file = inFolder(step.file);
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
    if (!m_running || m_done == m_steps.size() || file != inFolder(m_steps[m_done].file))
        return;
    if (!problem.isEmpty())
        m_problems << QString(problem).replace(file, m_steps[m_done].file); // the path is not one that stays
    ++m_done;
    QTimer::singleShot(0, this, &FolderExport::next);
}

/// Once nobody writes into the folder any more: what the session's thread has begun it brings to its end.
void FolderExport::breakOff(const QString& reason) {
    m_reason = reason;
    if (m_done == m_steps.size() || !m_steps[m_done].elsewhere)
        next();
}

void FolderExport::finish() {
    const auto written = static_cast<qsizetype>(m_steps.size()) - m_problems.size();
    QStringList sentences;
    try {
        const char* const ending = m_problems.isEmpty() ? "-export" : "-export-incomplete";
        if (written > 0)
            sentences << tr("Wrote %1 of %n files into %2.", nullptr, static_cast<int>(m_steps.size()))
                             .arg(written)
                             .arg(textOf(m_folder->finish(m_name.toStdString(), ending)));
        else
            sentences << tr("Nothing was exported.");
    } catch (const Error& problem) {
        sentences << tr("Nothing was exported: %1").arg(QString::fromStdString(problem.what()));
    }
    m_folder.reset();
    sentences << m_leftOut << m_problems.first(std::min(kMostProblems, m_problems.size()));
    if (const qsizetype more = m_problems.size() - kMostProblems; more > 0)
        sentences << (more == 1
                          ? tr("1 other file could not be written either.")
                          : tr("%n other files could not be written either.", nullptr, static_cast<int>(more)));
    if (!m_small.isEmpty())
        sentences << tr("For want of room, text is as small as %1 points in: %2. Choose a larger width for those.")
                         .arg(m_smallest, 0, 'f', 1)
                         .arg(m_small.join(QStringLiteral(", ")));
    end(sentences.join(u' '), sentences.size() == 1);
}

void FolderExport::end(const QString& message, bool isWhole) {
    m_running = false;
    emit ended(message, isWhole);
}

QString FolderExport::inFolder(const QString& file) const { return QDir(textOf(m_folder->path())).filePath(file); }

} // namespace moelab
