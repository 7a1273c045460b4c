#pragma once

#include "analysis/attribution.h"
#include "plan/stage.h"

#include <QColor>
#include <QPalette>

class QApplication;

namespace moelab {

enum class Theme { System, Light, Dark };

/// Fusion with a palette of ours, or the desktop's own look.
void applyTheme(QApplication& application, Theme theme);

/// Black on white, for pictures that are taken away.
QPalette paperPalette();

bool isDark(const QPalette& palette);

/// The one colour of a member, everywhere: Okabe and Ito's colours, told apart by every common kind of colour
/// vision; of more than eight experts the others have further colours, which names beside them tell apart.
QColor memberColour(const Stage& stage);
QColor memberColour(int colour);

/// The colour of an error's cause, of the same colours; the gate's and the mixture's own for what each lost.
QColor causeColour(Outcome cause);

/// One of several things that have no colour of their own, such as runs: the same colours, then others.
QColor seriesColour(int index);

/// Colours of a judgement; always beside a word or a sign.
QColor rightColour();
QColor wrongColour();

/// A shade between the window's ground and the accent. @param share 0..1
QColor shade(const QPalette& palette, double share);
/// For a difference: -1 is wrongColour, 0 the ground, 1 rightColour.
QColor diverging(const QPalette& palette, double share);
/// Black or white, whichever reads better.
QColor textOn(const QColor& ground);
/// Text that is less important, at least 4.5 : 1 against the window.
QColor mutedText(const QPalette& palette);

} // namespace moelab
