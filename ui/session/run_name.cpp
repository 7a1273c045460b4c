#include "session/run_name.h"

#include "base/error.h"
#include "workspace/run_note.h"

#include <QFileInfo>

namespace moelab {

QString nameOfRun(const QString& folder) {
    try {
        const std::string name = readRunNote(folder.toStdString()).name;
        if (!name.empty())
            return QString::fromStdString(name);
    } catch (const Error&) { // its folder's name stands for it, as where there is no note
    }
    return QFileInfo(folder).fileName();
}

} // namespace moelab
