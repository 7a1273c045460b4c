#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <filesystem>

/// The real program, run as a person or a script does on a machine without a display.
namespace program {

constexpr int kPatience = 120'000; ///< ms until a program that hangs counts as hanging

/// What it said.
struct Outcome {
    int code = -1; ///< stays so if it hangs or crashes
    QString out;
    QString err;

    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

inline QProcessEnvironment environment() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* screen : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) // nothing here may open a window
        environment.remove(QLatin1String(screen));
    return environment;
}

/// @param process set up, and not yet started
inline Outcome run(QProcess& process, const QStringList& arguments) {
    process.start(MOELAB_PROGRAM, arguments);
    if (!process.waitForFinished(kPatience) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline Outcome run(const QStringList& arguments) {
    QProcess process;
    process.setProcessEnvironment(environment());
    return run(process, arguments);
}

/// Whether it was built with the window, and so with the commands predict and report.
inline bool hasUi() { return run({"--version"}).out.contains("\nQt "); }

/// A folder that commands are given in.
class Place {
  public:
    ~Place() { std::filesystem::remove_all(m_folder.path().toStdString()); } // also names that are not UTF-8

    QString path(const QString& name) const { return m_folder.filePath(name); }
    void prepare(QProcess& process) const {
        QProcessEnvironment environment = program::environment();
        environment.insert("LC_ALL", "de_DE.UTF-8");    // a decimal comma, where it is installed
        environment.insert("XDG_CACHE_HOME", path("")); // no CIFAR-10 was fetched
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(path(""));
    }
    Outcome run(const QStringList& arguments) const {
        QProcess process;
        prepare(process);
        return program::run(process, arguments);
    }

  private:
    QTemporaryDir m_folder;
};

} // namespace program
