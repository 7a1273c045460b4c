#pragma once

#include "session/view.h"

#include <QKeyCombination>
#include <QString>

#include <span>

namespace moelab {

class Session;

/// A view of the window: what its tab says, and what of it the export menu offers.
struct ViewRow {
    const char* name;     ///< object's name, also in settings
    const char* title;    ///< in English
    const char* question; ///< that it answers, in English
    const char* icon;
    View* (*make)(Session& session);
    const char* secondAction = nullptr; ///< object's name of the action that takes the second figure away
    const char* secondTitle = nullptr;  ///< in English
    QKeyCombination secondShortcut{};
};

/// In the order of the tabs.
std::span<const ViewRow> viewTable();

/// That shows images which another view chose, and the layers of a stage.
inline constexpr const char* kImagesView = "samplesView";
inline constexpr const char* kLayersView = "layersView";

/// A text of the table in the person's language.
QString translatedTitle(const char* title);

} // namespace moelab
