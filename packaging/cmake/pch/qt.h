// Qt headers that most sources of ui include.
#pragma once

#include "packaging/cmake/pch/std.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QColor>
#include <QFont>
#include <QGraphicsItem>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QHash>
#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QList>
#include <QMainWindow>
#include <QMenu>
#include <QObject>
#include <QPainter>
#include <QPointer>
#include <QSettings>
#include <QSplitter>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QWidget>
