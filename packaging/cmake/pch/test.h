// Headers of the core's unit tests.
#pragma once

#include "packaging/cmake/pch/std.h"

#include <QObject>
#include <QString>
#include <QTest>
