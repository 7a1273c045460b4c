#pragma once

#include <QHBoxLayout>
#include <QLatin1String>
#include <QString>
#include <QWidget>

#include <filesystem>

namespace moelab {

template <class Widget>
Widget* named(Widget* widget, const char* name, const QString& accessible) {
    widget->setObjectName(QLatin1String(name));
    widget->setAccessibleName(accessible);
    return widget;
}

/// Two widgets as one row of a form.
inline QWidget* besides(QWidget* first, QWidget* second) {
    auto* const row = new QWidget;
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(first, 1);
    layout->addWidget(second);
    return row;
}

/// Whether there is no such folder. One that cannot be looked at may be there.
inline bool isMissing(const QString& folder) {
    std::error_code problem;
    return !std::filesystem::exists(folder.toStdString(), problem) && !problem;
}

} // namespace moelab
