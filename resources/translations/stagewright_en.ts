<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>sw::ui::BuildController</name>
    <message numerus="yes">
        <source>%Ln cached</source>
        <translation>
            <numerusform>%Ln cached</numerusform>
            <numerusform>%Ln cached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s) ran</source>
        <translation>
            <numerusform>%Ln step ran</numerusform>
            <numerusform>%Ln steps ran</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ComparePage</name>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln added</numerusform>
            <numerusform>%Ln added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln changed</numerusform>
            <numerusform>%Ln changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln layer(s) shared</source>
        <translation>
            <numerusform>%Ln layer shared</numerusform>
            <numerusform>%Ln layers shared</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln path(s)</source>
        <translation>
            <numerusform>%Ln path</numerusform>
            <numerusform>%Ln paths</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln removed</source>
        <translation>
            <numerusform>%Ln removed</numerusform>
            <numerusform>%Ln removed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ContextPage</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) can be copied</source>
        <translation>
            <numerusform>%Ln file can be copied</numerusform>
            <numerusform>%Ln files can be copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ignored</source>
        <translation>
            <numerusform>%Ln ignored</numerusform>
            <numerusform>%Ln ignored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::DockerfileEditor</name>
    <message numerus="yes">
        <source>%Ln instruction(s) with mistakes were left as they are.</source>
        <translation>
            <numerusform>%Ln instruction with a mistake was left as it is.</numerusform>
            <numerusform>%Ln instructions with mistakes were left as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::FileTreeModel</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::FileTreeView</name>
    <message numerus="yes">
        <source>%Ln condition(s)</source>
        <translation>
            <numerusform>%Ln condition</numerusform>
            <numerusform>%Ln conditions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::HistoryPage</name>
    <message numerus="yes">
        <source>%Ln cached</source>
        <translation>
            <numerusform>%Ln cached</numerusform>
            <numerusform>%Ln cached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ran</source>
        <translation>
            <numerusform>%Ln ran</numerusform>
            <numerusform>%Ln ran</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ImageSession</name>
    <message numerus="yes">
        <source>%Ln device(s) and the like left out</source>
        <translation>
            <numerusform>%Ln device or the like left out</numerusform>
            <numerusform>%Ln devices and the like left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) saved</source>
        <translation>
            <numerusform>%Ln file saved</numerusform>
            <numerusform>%Ln files saved</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LayersModel</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LayersPage</name>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln finding</numerusform>
            <numerusform>%Ln findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LogModel</name>
    <message numerus="yes">
        <source>… %Ln line(s) left out</source>
        <translation>
            <numerusform>… %Ln line left out</numerusform>
            <numerusform>… %Ln lines left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::LogView</name>
    <message numerus="yes">
        <source>… %Ln line(s) left out</source>
        <translation>
            <numerusform>… %Ln line left out</numerusform>
            <numerusform>… %Ln lines left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::PackagesModel</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::PointBar</name>
    <message numerus="yes">
        <source>%Ln package(s)</source>
        <translation>
            <numerusform>%Ln package</numerusform>
            <numerusform>%Ln packages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln variable(s)</source>
        <translation>
            <numerusform>%Ln variable</numerusform>
            <numerusform>%Ln variables</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ProblemsPage</name>
    <message numerus="yes">
        <source>%Ln error(s)</source>
        <translation>
            <numerusform>%Ln error</numerusform>
            <numerusform>%Ln errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hint(s)</source>
        <translation>
            <numerusform>%Ln hint</numerusform>
            <numerusform>%Ln hints</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s)</source>
        <translation>
            <numerusform>%Ln note</numerusform>
            <numerusform>%Ln notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln warning(s)</source>
        <translation>
            <numerusform>%Ln warning</numerusform>
            <numerusform>%Ln warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ShippingBar</name>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ShipsView</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Files of those stages whose content this stage does not have: %Ln</source>
        <translation>
            <numerusform>Files of those stages whose content this stage does not have: %Ln</numerusform>
            <numerusform>Files of those stages whose content this stage does not have: %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::SummaryBar</name>
    <message numerus="yes">
        <source>built</source>
        <comment>steps</comment>
        <translation>
            <numerusform>built</numerusform>
            <numerusform>built</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>cached</source>
        <comment>steps</comment>
        <translation>
            <numerusform>cached</numerusform>
            <numerusform>cached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>depend on output</source>
        <comment>steps</comment>
        <translation>
            <numerusform>depends on output</numerusform>
            <numerusform>depend on output</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>running</source>
        <comment>steps</comment>
        <translation>
            <numerusform>running</numerusform>
            <numerusform>running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared</source>
        <comment>steps</comment>
        <translation>
            <numerusform>shared</numerusform>
            <numerusform>shared</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>will run</source>
        <comment>steps</comment>
        <translation>
            <numerusform>will run</numerusform>
            <numerusform>will run</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sw::ui::ValuesView</name>
    <message numerus="yes">
        <source>%Ln shared, %1</source>
        <translation>
            <numerusform>%Ln shared, %1</numerusform>
            <numerusform>%Ln shared, %1</numerusform>
        </translation>
    </message>
</context>
</TS>
