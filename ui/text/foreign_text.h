#pragma once

#include <QString>

class QApplication;

namespace moelab {

/// Text from outside is what people, files and the system call things: names of classes, runs, files and folders,
/// notes, tags, and messages that hold such names. It is shown as text, whatever stands in it, by these functions.

/// From here on all labels and tool tips of the application show their text as it is; Qt would take for HTML what
/// looks like it. A label that is to show HTML says so itself (QLabel::setTextFormat), and a message box that is to
/// show foreign text says that.
void showTextAsItIs(QApplication& application);

/// Marks that turn the direction of what follows, until another mark ends that.
bool turnsDirection(QChar c);

/// A foreign text in one line, such as a table's cell: ends of lines become a sign, other control characters
/// blanks, and what is written from right to left does not turn round the words beside it.
QString inLine(const QString& text);

/// The same among the words of a sentence, in a choice or in a title; cut in its middle where it is longer than any
/// name that means something.
QString inText(const QString& text);

/// A foreign text, or one that holds some, as what a menu, button, tab or check box shows, where an & marks a key.
QString asCaption(const QString& text);

/// A title for a window, where [*] would mark what is not saved.
QString asWindowTitle(const QString& text);

} // namespace moelab
