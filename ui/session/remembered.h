#pragma once

#include <QString>
#include <QVariant>

namespace sw::ui {

/// What is remembered from one start to the next: the program's QSettings, read once and written by a thread of their own, because a
/// write waits for the disk, which may be busy for seconds. All objects speak of the same values; any thread may use them.
class Remembered {
public:
    QVariant value(const QString& key, const QVariant& standard = {}) const;
    void setValue(const QString& key, const QVariant& value); ///< as it is already: nothing is written
    void remove(const QString& key);
    /// Returns when everything is in the file; the end of the program does it by itself.
    static void flush();
};

} // namespace sw::ui
