#pragma once

#include "tiny_networks.h"

#include <QStringList>

namespace program {

/// Arguments of the command for a training that takes a second or two.
inline QStringList training(const QString& out, const QStringList& more = {}) {
    QStringList arguments = {"train", "--data", "builtin", "--out", out};
    for (const char* assignment : {"train_examples=60", "test_examples=40", "batch_size=20", "epochs=2",
                                   "threads=2", "device=cpu", "patience=100"})
        arguments << "--set" << assignment;
    arguments << "--set" << QString::fromStdString("networks=" + fixture::tinyNetworks());
    return arguments + more;
}

} // namespace program
