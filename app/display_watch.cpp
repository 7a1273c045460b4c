#include "display_watch.h"

#include "base/error.h"

#include <QStringList>
#include <QtMessageHandler>

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace moelab {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr int kFailed = 1; // as main has it

// Qt calls a plain function.
std::string g_advice;
QStringList g_said; ///< while the display was looked for
QtMessageHandler g_before = nullptr;

/// The causes. That a platform could not be loaded is none where there are others.
QString causes() {
    QStringList all;
    for (const QString& text : g_said)
        if (!text.contains(QLatin1String("even though it was found")))
            all << text.simplified();
    return all.isEmpty() ? g_said.join(QStringLiteral("; ")).simplified() : all.join(QStringLiteral("; "));
}

void hear(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    const bool ofPlatform = context.category && QByteArrayView(context.category).startsWith("qt.qpa");
    if (type != QtFatalMsg && !ofPlatform)
        return g_before(type, context, text);
    if (type != QtFatalMsg) {
        g_said << text;
        return;
    }
    if (g_said.isEmpty())
        g_said << text;
    // An exception would not get through Qt, and there is nothing yet to be put in order.
    const Error problem("the display", "cannot be used (" + causes().toStdString() + ")", g_advice);
    std::fprintf(stderr, "moelab: %s\n", problem.what());
    std::fflush(nullptr);
    std::_Exit(kFailed);
}

} // namespace

DisplayWatch::DisplayWatch(std::string advice) {
    g_advice = std::move(advice);
    g_before = qInstallMessageHandler(hear);
    m_thread = std::thread([this] { watch(); });
}

DisplayWatch::~DisplayWatch() {
    {
        const std::lock_guard guard(m_mutex);
        m_isMade = true;
    }
    m_made.notify_one();
    m_thread.join();
    qInstallMessageHandler(g_before);
    for (const QString& text : std::exchange(g_said, {}))
        std::fprintf(stderr, "%s\n", qPrintable(text));
}

void DisplayWatch::watch() {
    std::unique_lock lock(m_mutex);
    if (!m_made.wait_for(lock, kPatience, [this] { return m_isMade; }))
        std::fprintf(stderr, "moelab: the display %s does not respond; waiting for it. %s.\n",
                     qPrintable(qEnvironmentVariable("WAYLAND_DISPLAY", qEnvironmentVariable("DISPLAY"))),
                     g_advice.c_str());
}

} // namespace moelab
