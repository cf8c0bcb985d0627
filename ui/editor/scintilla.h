#pragma once

// QScintilla's headers use Qt's keywords, which are switched off for our own sources.
#include <QObject>

#pragma push_macro("signals")
#pragma push_macro("slots")
#ifndef signals
#define signals Q_SIGNALS
#endif
#ifndef slots
#define slots Q_SLOTS
#endif
#include <Qsci/qscicommandset.h>
#include <Qsci/qsciscintilla.h>
#include <Qsci/qsciscintillabase.h>
#pragma pop_macro("slots")
#pragma pop_macro("signals")
