#pragma once

#include "experiment/engine.h"

class QWidget;

namespace moelab {

/// Says which program this is, what it computes with and its licence. Does not wait for an answer.
void showAbout(QWidget* parent, const Libraries& libraries);

} // namespace moelab
