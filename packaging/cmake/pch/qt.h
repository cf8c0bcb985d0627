// Qt headers that most sources of ui include.
#pragma once

#include "packaging/cmake/pch/std.h"

#include <QtCore/QtCore>
#include <QtGui/QtGui>
#include <QtWidgets/QtWidgets>
