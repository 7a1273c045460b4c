#include "session/run_name.h"

#include "base/error.h"
#include "plan/file_names.h"
#include "workspace/run_note.h"

#include <QFileInfo>

namespace moelab {

namespace {

/// Empty where a person gave none, or it cannot be read.
std::string givenName(const QString& folder) {
    try {
        return readRunNote(folder.toStdString()).name;
    } catch (const Error&) {
        return {};
    }
}

} // namespace

QString nameOfRun(const QString& folder) {
    const std::string name = givenName(folder);
    return name.empty() ? QFileInfo(folder).fileName() : QString::fromStdString(name);
}

QString fileNameOfRun(const QString& folder) {
    const std::string name = fileNameOf(givenName(folder));
    return name.empty() ? QFileInfo(folder).fileName() : QString::fromStdString(name);
}

} // namespace moelab
