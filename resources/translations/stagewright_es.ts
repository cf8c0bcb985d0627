<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
    <context>
        <name>Completion</name>
        <message>
            <source>stage on %1</source>
            <translation>etapa sobre %1</translation>
        </message>
        <message>
            <source>used in this file</source>
            <translation>usado en este archivo</translation>
        </message>
        <message>
            <source>image</source>
            <translation>imagen</translation>
        </message>
        <message>
            <source>nothing at all</source>
            <translation>nada en absoluto</translation>
        </message>
        <message>
            <source>names the stage</source>
            <translation>da nombre a la etapa</translation>
        </message>
        <message>
            <source>the command that checks</source>
            <translation>la orden que comprueba</translation>
        </message>
        <message>
            <source>no check, also not the base image's</source>
            <translation>sin comprobación, tampoco la de la imagen base</translation>
        </message>
    </context>
    <context>
        <name>Examples</name>
        <message>
            <source>React with nginx</source>
            <translation>React con nginx</translation>
        </message>
        <message>
            <source>Built with node:18; only the finished pages ship, in nginx:alpine</source>
            <translation>Se construye con node:18; solo se entregan las páginas terminadas, en nginx:alpine</translation>
        </message>
        <message>
            <source>Express API</source>
            <translation>API con Express</translation>
        </message>
        <message>
            <source>Installed with node:18; ships in node:18-slim</source>
            <translation>Se instala con node:18; se entrega en node:18-slim</translation>
        </message>
        <message>
            <source>The example cannot be copied to %1.</source>
            <translation>No se puede copiar el ejemplo a %1.</translation>
        </message>
    </context>
    <context>
        <name>Failure</name>
        <message>
            <source>Exit code %1</source>
            <translation>Código de salida %1</translation>
        </message>
    </context>
    <context>
        <name>Format</name>
        <message>
            <source>%1 bytes</source>
            <translation>%1 bytes</translation>
        </message>
    </context>
    <context>
        <name>Hover</name>
        <message>
            <source>Stage %1, line %2, on %3</source>
            <translation>Etapa %1, línea %2, sobre %3</translation>
        </message>
        <message>
            <source>%1 is not set here.</source>
            <translation>%1 no tiene valor aquí.</translation>
        </message>
        <message>
            <source>set by the builder</source>
            <translation>lo fija el constructor</translation>
        </message>
        <message>
            <source>%1 in line %2</source>
            <translation>%1 en la línea %2</translation>
        </message>
        <message>
            <source>given as build argument</source>
            <translation>dado como argumento de construcción</translation>
        </message>
        <message>
            <source>known at build time only</source>
            <translation>solo se conoce al construir</translation>
        </message>
        <message>
            <source>empty</source>
            <translation>vacío</translation>
        </message>
        <message>
            <source>%1 in an earlier build</source>
            <translation>%1 en una construcción anterior</translation>
        </message>
        <message>
            <source>because of line %1</source>
            <translation>por la línea %1</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>y %1 más</translation>
        </message>
    </context>
    <context>
        <name>InstructionHelp</name>
        <message>
            <source>Adds a layer with the files that it creates or changes.</source>
            <translation>Añade una capa con los archivos que crea o modifica.</translation>
        </message>
        <message>
            <source>Changes the image's settings only; adds no files.</source>
            <translation>Solo cambia la configuración de la imagen; no añade archivos.</translation>
        </message>
        <message>
            <source>Leaves nothing in the image by itself.</source>
            <translation>Por sí sola no deja nada en la imagen.</translation>
        </message>
        <message>
            <source>Begins a stage, on top of an image or of an earlier stage. Only the target stage becomes the image; the others lend it files.</source>
            <translation>Empieza una etapa, sobre una imagen o sobre una etapa anterior. Solo la etapa objetivo se convierte en la imagen; las demás le prestan archivos.</translation>
        </message>
        <message>
            <source>The stage starts with all layers of its base.</source>
            <translation>La etapa parte de todas las capas de su base.</translation>
        </message>
        <message>
            <source>Runs a command inside the stage, at build time, and keeps the files it leaves behind.</source>
            <translation>Ejecuta una orden dentro de la etapa, al construir, y conserva los archivos que deja.</translation>
        </message>
        <message>
            <source>Copies files from the build context, or with --from out of another stage or image.</source>
            <translation>Copia archivos del contexto de construcción o, con --from, de otra etapa o imagen.</translation>
        </message>
        <message>
            <source>Like COPY, and it also fetches URLs and Git repositories and unpacks local archives. Prefer COPY when that is not wanted.</source>
            <translation>Como COPY, pero además descarga URL y repositorios Git y desempaqueta archivos comprimidos locales. Si no se busca eso, mejor COPY.</translation>
        </message>
        <message>
            <source>Sets the directory in which the following instructions and the container work; makes it if it is not there.</source>
            <translation>Fija el directorio en el que trabajan las instrucciones siguientes y el contenedor; lo crea si no existe.</translation>
        </message>
        <message>
            <source>Adds a layer only when the directory has to be made.</source>
            <translation>Solo añade una capa cuando hay que crear el directorio.</translation>
        </message>
        <message>
            <source>Declares a build argument. Before the first FROM it can be used in FROM lines only; a stage that wants it declares it again.</source>
            <translation>Declara un argumento de construcción. Antes del primer FROM solo vale en las líneas FROM; la etapa que lo quiera usar lo declara de nuevo.</translation>
        </message>
        <message>
            <source>Sets environment variables for the following instructions and for the container.</source>
            <translation>Fija variables de entorno para las instrucciones siguientes y para el contenedor.</translation>
        </message>
        <message>
            <source>The program that the container runs. What CMD says is passed to it as arguments.</source>
            <translation>El programa que ejecuta el contenedor. Lo que dice CMD le llega como argumentos.</translation>
        </message>
        <message>
            <source>What the container runs when it is started without a command, or the default arguments of ENTRYPOINT. Only the last one counts.</source>
            <translation>Lo que ejecuta el contenedor cuando arranca sin orden, o los argumentos por defecto de ENTRYPOINT. Solo cuenta el último.</translation>
        </message>
        <message>
            <source>Says on which ports the container listens. It documents; it does not publish them.</source>
            <translation>Dice en qué puertos escucha el contenedor. Los documenta; no los publica.</translation>
        </message>
        <message>
            <source>The user for the following RUN instructions and for the container.</source>
            <translation>El usuario de las instrucciones RUN siguientes y del contenedor.</translation>
        </message>
        <message>
            <source>Attaches notes to the image, as names with values.</source>
            <translation>Añade notas a la imagen, como nombres con valores.</translation>
        </message>
        <message>
            <source>Declares directories that hold data from outside. The container gets a new volume there unless one is given.</source>
            <translation>Declara directorios con datos de fuera. El contenedor recibe ahí un volumen nuevo si no se le da uno.</translation>
        </message>
        <message>
            <source>A command that tells whether the running container is well: it ends with 0 when it is, with 1 when it is not.</source>
            <translation>Una orden que dice si el contenedor en marcha está bien: termina con 0 si lo está y con 1 si no.</translation>
        </message>
        <message>
            <source>The signal that asks the container to end.</source>
            <translation>La señal que pide al contenedor que termine.</translation>
        </message>
        <message>
            <source>The shell for the commands that follow without the JSON form.</source>
            <translation>El intérprete de las órdenes siguientes que no van en forma JSON.</translation>
        </message>
        <message>
            <source>Stores an instruction that is carried out when another Dockerfile uses this image in its FROM.</source>
            <translation>Guarda una instrucción que se ejecuta cuando otro Dockerfile usa esta imagen en su FROM.</translation>
        </message>
        <message>
            <source>The author. Out of use: write LABEL org.opencontainers.image.authors instead.</source>
            <translation>El autor. En desuso: escriba LABEL org.opencontainers.image.authors.</translation>
        </message>
        <message>
            <source>Owner of the copied files, as user[:group]; names are looked up in the stage.</source>
            <translation>Propietario de los archivos copiados, como usuario[:grupo]; los nombres se buscan en la etapa.</translation>
        </message>
        <message>
            <source>Permissions of the copied files, such as 755 or u=rwX,go=rX.</source>
            <translation>Permisos de los archivos copiados, como 755 o u=rwX,go=rX.</translation>
        </message>
        <message>
            <source>Makes a layer that does not depend on the ones before, so that it stays cached when they change.</source>
            <translation>Hace una capa que no depende de las anteriores, de modo que sigue en caché cuando ellas cambian.</translation>
        </message>
        <message>
            <source>Leaves out what matches this pattern. May be given several times.</source>
            <translation>Deja fuera lo que coincide con este patrón. Puede repetirse.</translation>
        </message>
        <message>
            <source>Platform of the base image, such as linux/arm64 or $BUILDPLATFORM.</source>
            <translation>Plataforma de la imagen base, como linux/arm64 o $BUILDPLATFORM.</translation>
        </message>
        <message>
            <source>Shows the command something that does not stay in the image: a cache, a secret, files of another stage.</source>
            <translation>Muestra a la orden algo que no se queda en la imagen: una caché, un secreto, archivos de otra etapa.</translation>
        </message>
        <message>
            <source>Network of this command.</source>
            <translation>Red de esta orden.</translation>
        </message>
        <message>
            <source>Rights of this command. 'insecure' needs a build that allows it.</source>
            <translation>Derechos de esta orden. «insecure» necesita una construcción que lo permita.</translation>
        </message>
        <message>
            <source>Takes the files from this stage, image or named context instead of the build context.</source>
            <translation>Toma los archivos de esta etapa, imagen o contexto con nombre en vez del contexto de construcción.</translation>
        </message>
        <message>
            <source>Keeps the directories of the source path below the destination.</source>
            <translation>Conserva bajo el destino los directorios de la ruta de origen.</translation>
        </message>
        <message>
            <source>The digest that the download must have, as sha256:….</source>
            <translation>El resumen que debe tener la descarga, como sha256:….</translation>
        </message>
        <message>
            <source>Keeps the .git directory of a Git source.</source>
            <translation>Conserva el directorio .git de un origen Git.</translation>
        </message>
        <message>
            <source>Says whether archives are unpacked; local ones are, downloads are not.</source>
            <translation>Dice si se desempaquetan los archivos comprimidos; los locales sí, las descargas no.</translation>
        </message>
        <message>
            <source>Time between two checks; 30s when not given.</source>
            <translation>Tiempo entre dos comprobaciones; 30s si no se indica.</translation>
        </message>
        <message>
            <source>A check that takes longer has failed; 30s when not given.</source>
            <translation>Una comprobación que tarda más ha fallado; 30s si no se indica.</translation>
        </message>
        <message>
            <source>Time to start up, in which failures do not count; 0s when not given.</source>
            <translation>Tiempo de arranque en el que los fallos no cuentan; 0s si no se indica.</translation>
        </message>
        <message>
            <source>Time between two checks while starting up; 5s when not given.</source>
            <translation>Tiempo entre dos comprobaciones durante el arranque; 5s si no se indica.</translation>
        </message>
        <message>
            <source>Failures in a row until the container counts as unwell; 3 when not given.</source>
            <translation>Fallos seguidos hasta dar el contenedor por enfermo; 3 si no se indica.</translation>
        </message>
        <message>
            <source>Files of the context or of another stage, for this command only.</source>
            <translation>Archivos del contexto o de otra etapa, solo para esta orden.</translation>
        </message>
        <message>
            <source>A directory that is kept between builds, such as a package manager's cache.</source>
            <translation>Un directorio que se conserva entre construcciones, como la caché de un gestor de paquetes.</translation>
        </message>
        <message>
            <source>An empty directory in memory.</source>
            <translation>Un directorio vacío en memoria.</translation>
        </message>
        <message>
            <source>A secret of the build as a file or a variable; it stays in no layer.</source>
            <translation>Un secreto de la construcción como archivo o variable; no queda en ninguna capa.</translation>
        </message>
        <message>
            <source>The connection to an SSH agent.</source>
            <translation>La conexión con un agente SSH.</translation>
        </message>
        <message>
            <source>Kind of the mount; bind when not given.</source>
            <translation>Tipo de montaje; bind si no se indica.</translation>
        </message>
        <message>
            <source>Where the command sees it.</source>
            <translation>Dónde lo ve la orden.</translation>
        </message>
        <message>
            <source>Stage, image or named context that it comes from.</source>
            <translation>Etapa, imagen o contexto con nombre del que procede.</translation>
        </message>
        <message>
            <source>Path inside of where it comes from.</source>
            <translation>Ruta dentro de su origen.</translation>
        </message>
        <message>
            <source>The command may write; what it writes is thrown away.</source>
            <translation>La orden puede escribir; lo que escribe se descarta.</translation>
        </message>
        <message>
            <source>Name of the cache; the target when not given.</source>
            <translation>Nombre de la caché; el destino si no se indica.</translation>
        </message>
        <message>
            <source>What happens when two steps use it at once: shared, private or locked.</source>
            <translation>Qué ocurre cuando dos pasos la usan a la vez: shared, private o locked.</translation>
        </message>
        <message>
            <source>The command may only read.</source>
            <translation>La orden solo puede leer.</translation>
        </message>
        <message>
            <source>Permissions, in octal.</source>
            <translation>Permisos, en octal.</translation>
        </message>
        <message>
            <source>Owner, as a number.</source>
            <translation>Propietario, como número.</translation>
        </message>
        <message>
            <source>Group, as a number.</source>
            <translation>Grupo, como número.</translation>
        </message>
        <message>
            <source>Largest size in bytes.</source>
            <translation>Tamaño máximo en bytes.</translation>
        </message>
        <message>
            <source>Name of the secret or of the agent, as the build was given it.</source>
            <translation>Nombre del secreto o del agente, tal como se dio a la construcción.</translation>
        </message>
        <message>
            <source>Gives the secret as this environment variable.</source>
            <translation>Entrega el secreto en esta variable de entorno.</translation>
        </message>
        <message>
            <source>The step fails when it was not given to the build.</source>
            <translation>El paso falla si no se dio a la construcción.</translation>
        </message>
        <message>
            <source>The version of the Dockerfile language. Must stand before everything else.</source>
            <translation>La versión del lenguaje Dockerfile. Debe ir antes que todo lo demás.</translation>
        </message>
        <message>
            <source>The character that continues a line and escapes others: \ or `.</source>
            <translation>El carácter que continúa una línea y escapa a otros: \ o `.</translation>
        </message>
        <message>
            <source>Which build checks to skip, and whether findings stop the build.</source>
            <translation>Qué comprobaciones se omiten y si los hallazgos detienen la construcción.</translation>
        </message>
    </context>
    <context>
        <name>Lanes</name>
        <message>
            <source>%1 built</source>
            <translation>%1 construidos</translation>
        </message>
        <message>
            <source>%1 cached</source>
            <translation>%1 en caché</translation>
        </message>
        <message>
            <source>1 step</source>
            <translation>1 paso</translation>
        </message>
        <message>
            <source>%1 steps</source>
            <translation>%1 pasos</translation>
        </message>
        <message>
            <source>ships</source>
            <translation>se entrega</translation>
        </message>
    </context>
    <context>
        <name>Reason</name>
        <message>
            <source>Not built before</source>
            <translation>No se ha construido antes</translation>
        </message>
        <message>
            <source>The command changed</source>
            <translation>La orden ha cambiado</translation>
        </message>
        <message>
            <source>A build argument changed</source>
            <translation>Ha cambiado un argumento de construcción</translation>
        </message>
        <message>
            <source>An environment variable changed</source>
            <translation>Ha cambiado una variable de entorno</translation>
        </message>
        <message>
            <source>The base image changed</source>
            <translation>La imagen base ha cambiado</translation>
        </message>
        <message>
            <source>Files changed</source>
            <translation>Han cambiado archivos</translation>
        </message>
        <message>
            <source>A mount changed</source>
            <translation>Ha cambiado un montaje</translation>
        </message>
        <message>
            <source>An option changed</source>
            <translation>Ha cambiado una opción</translation>
        </message>
        <message>
            <source>Its result was removed from the cache</source>
            <translation>Su resultado se eliminó de la caché</translation>
        </message>
        <message>
            <source>The cache is not to be used</source>
            <translation>No se debe usar la caché</translation>
        </message>
        <message>
            <source>Follows from line %1</source>
            <translation>Se sigue de la línea %1</translation>
        </message>
        <message>
            <source>Cached: the step before ran again and gave the same files</source>
            <translation>En caché: el paso anterior se repitió y dio los mismos archivos</translation>
        </message>
    </context>
    <context>
        <name>Stage</name>
        <message>
            <source>stage %1</source>
            <translation>etapa %1</translation>
        </message>
    </context>
    <context>
        <name>StageGraph</name>
        <message>
            <source>line %1</source>
            <translation>línea %1</translation>
        </message>
        <message>
            <source>target</source>
            <translation>objetivo</translation>
        </message>
        <message>
            <source>ships %1</source>
            <translation>se entregan %1</translation>
        </message>
        <message>
            <source>on %1, line %2</source>
            <translation>sobre %1, línea %2</translation>
        </message>
        <message>
            <source>Not needed for the target: it is not built.</source>
            <translation>No hace falta para el objetivo: no se construye.</translation>
        </message>
        <message>
            <source>of %1</source>
            <translation>de %1</translation>
        </message>
        <message>
            <source>FROM %1, line %2</source>
            <translation>FROM %1, línea %2</translation>
        </message>
        <message>
            <source>COPY --from=%1, line %2</source>
            <translation>COPY --from=%1, línea %2</translation>
        </message>
        <message>
            <source>mount from %1, line %2</source>
            <translation>montaje de %1, línea %2</translation>
        </message>
        <message>
            <source>%1 in %2 files crossed, of %3</source>
            <translation>han pasado %1 en %2 archivos, de %3</translation>
        </message>
        <message>
            <source>base</source>
            <translation>base</translation>
        </message>
        <message>
            <source>image</source>
            <translation>imagen</translation>
        </message>
        <message>
            <source>named context</source>
            <translation>contexto con nombre</translation>
        </message>
        <message>
            <source>empty</source>
            <translation>vacío</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ArgumentsPopover</name>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Valor</translation>
        </message>
        <message>
            <source>Add an argument</source>
            <translation>Añadir un argumento</translation>
        </message>
        <message>
            <source>Build arguments</source>
            <translation>Argumentos de construcción</translation>
        </message>
        <message>
            <source>Values for the ARG instructions of this file.</source>
            <translation>Valores para las instrucciones ARG de este archivo.</translation>
        </message>
        <message>
            <source>Declared in the file: %1</source>
            <translation>Declarados en el archivo: %1</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::BuildController</name>
        <message>
            <source>The build could not begin.</source>
            <translation>No se ha podido empezar a construir.</translation>
        </message>
        <message>
            <source>The store is being opened…</source>
            <translation>Se está abriendo el almacén…</translation>
        </message>
        <message>
            <source>There is no stage to build yet: a Dockerfile begins with FROM.</source>
            <translation>Todavía no hay ninguna etapa que construir: un Dockerfile empieza con FROM.</translation>
        </message>
        <message>
            <source>Line %1: %2</source>
            <translation>Línea %1: %2</translation>
        </message>
        <message>
            <source>Not built.</source>
            <translation>No se ha construido.</translation>
        </message>
        <message>
            <source>The build was stopped.</source>
            <translation>Se ha detenido la construcción.</translation>
        </message>
        <message>
            <source>What was finished is kept and will be cached.</source>
            <translation>Lo que ya estaba terminado se conserva y saldrá de la caché.</translation>
        </message>
        <message>
            <source>This network opens TLS connections with certificates of its own, which the step does not know.</source>
            <translation>Esta red abre las conexiones TLS con certificados propios que el paso no conoce.</translation>
        </message>
        <message>
            <source>Trust this computer's certificates and build again</source>
            <translation>Confiar en los certificados de este equipo y volver a construir</translation>
        </message>
        <message>
            <source>Go to the line</source>
            <translation>Ir a la línea</translation>
        </message>
        <message>
            <source>Show the log</source>
            <translation>Ver el registro</translation>
        </message>
        <message>
            <source>Up to date in %1</source>
            <translation>Al día en %1</translation>
        </message>
        <message>
            <source>Built in %1</source>
            <translation>Construido en %1</translation>
        </message>
        <message numerus="yes">
            <source>%n step(s) ran</source>
            <translation>
                <numerusform>se ha ejecutado %n paso</numerusform>
                <numerusform>se han ejecutado %n pasos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n cached</source>
            <translation>
                <numerusform>%n en caché</numerusform>
                <numerusform>%n en caché</numerusform>
            </translation>
        </message>
        <message>
            <source>Run…</source>
            <translation>Ejecutar…</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportar…</translation>
        </message>
        <message>
            <source>Push…</source>
            <translation>Publicar…</translation>
        </message>
        <message>
            <source>Load into Docker</source>
            <translation>Cargar en Docker</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::CommandPalette</name>
        <message>
            <source>Command palette</source>
            <translation>Paleta de órdenes</translation>
        </message>
        <message>
            <source>Type a command…</source>
            <translation>Escriba una orden…</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>Orden</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>Órdenes</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::CompletionPopup</name>
        <message>
            <source>Completions</source>
            <translation>Sugerencias</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ContextFilesModel</name>
        <message>
            <source>line %1: %2</source>
            <translation>línea %1: %2</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Archivo</translation>
        </message>
        <message>
            <source>Ignored by</source>
            <translation>Ignorado por</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ContextPage</name>
        <message>
            <source>No context</source>
            <translation>Sin contexto</translation>
        </message>
        <message>
            <source>The folder that COPY and ADD take files from appears here.</source>
            <translation>Aquí aparece la carpeta de la que COPY y ADD toman los archivos.</translation>
        </message>
        <message>
            <source>Filter files</source>
            <translation>Filtrar archivos</translation>
        </message>
        <message>
            <source>Instructions that read the context</source>
            <translation>Instrucciones que leen el contexto</translation>
        </message>
        <message>
            <source>Files of the context</source>
            <translation>Archivos del contexto</translation>
        </message>
        <message>
            <source>The context cannot be read</source>
            <translation>No se puede leer el contexto</translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) can be copied</source>
            <translation>
                <numerusform>se puede copiar %n archivo</numerusform>
                <numerusform>se pueden copiar %n archivos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n ignored</source>
            <translation>
                <numerusform>%n ignorado</numerusform>
                <numerusform>%n ignorados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s)</source>
            <translation>
                <numerusform>%n archivo</numerusform>
                <numerusform>%n archivos</numerusform>
            </translation>
        </message>
        <message>
            <source>Ignored files</source>
            <translation>Archivos ignorados</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ContextPopover</name>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>Folder or docker-image://…</source>
            <translation>Carpeta o docker-image://…</translation>
        </message>
        <message>
            <source>Add a named context</source>
            <translation>Añadir un contexto con nombre</translation>
        </message>
        <message>
            <source>Build context</source>
            <translation>Contexto de construcción</translation>
        </message>
        <message>
            <source>The folder that COPY and ADD take files from. Remembered for this file.</source>
            <translation>La carpeta de la que COPY y ADD toman los archivos. Se recuerda para este archivo.</translation>
        </message>
        <message>
            <source>Context folder</source>
            <translation>Carpeta del contexto</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>Elegir una carpeta…</translation>
        </message>
        <message>
            <source>Named contexts</source>
            <translation>Contextos con nombre</translation>
        </message>
        <message>
            <source>Named context</source>
            <translation>Contexto con nombre</translation>
        </message>
        <message>
            <source>Name of the image</source>
            <translation>Nombre de la imagen</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::DockerfileEditor</name>
        <message>
            <source>Dockerfile</source>
            <translation>Dockerfile</translation>
        </message>
        <message>
            <source>Ignore file</source>
            <translation>Archivo de exclusiones</translation>
        </message>
        <message>
            <source>No stage yet: a stage begins with FROM</source>
            <translation>Todavía no hay etapas: una etapa empieza con FROM</translation>
        </message>
        <message>
            <source>Before the first stage</source>
            <translation>Antes de la primera etapa</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Rehacer</translation>
        </message>
        <message>
            <source>Cut</source>
            <translation>Cortar</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copiar</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>Pegar</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>Seleccionar todo</translation>
        </message>
        <message>
            <source>Find…</source>
            <translation>Buscar…</translation>
        </message>
        <message>
            <source>Find next</source>
            <translation>Buscar siguiente</translation>
        </message>
        <message>
            <source>Find previous</source>
            <translation>Buscar anterior</translation>
        </message>
        <message>
            <source>Replace…</source>
            <translation>Reemplazar…</translation>
        </message>
        <message>
            <source>Comment or uncomment lines</source>
            <translation>Comentar o descomentar líneas</translation>
        </message>
        <message>
            <source>Rename stage or argument…</source>
            <translation>Cambiar el nombre de la etapa o el argumento…</translation>
        </message>
        <message>
            <source>Go to definition</source>
            <translation>Ir a la definición</translation>
        </message>
        <message>
            <source>Complete</source>
            <translation>Completar</translation>
        </message>
        <message>
            <source>Fold or unfold</source>
            <translation>Plegar o desplegar</translation>
        </message>
        <message>
            <source>Fold all stages</source>
            <translation>Plegar todas las etapas</translation>
        </message>
        <message>
            <source>Unfold all</source>
            <translation>Desplegar todo</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>Texto más grande</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>Texto más pequeño</translation>
        </message>
        <message>
            <source>Normal text size</source>
            <translation>Tamaño normal del texto</translation>
        </message>
        <message>
            <source>Duplicate lines</source>
            <translation>Duplicar líneas</translation>
        </message>
        <message>
            <source>Move lines up</source>
            <translation>Subir líneas</translation>
        </message>
        <message>
            <source>Move lines down</source>
            <translation>Bajar líneas</translation>
        </message>
        <message>
            <source>Next problem</source>
            <translation>Problema siguiente</translation>
        </message>
        <message>
            <source>Previous problem</source>
            <translation>Problema anterior</translation>
        </message>
        <message>
            <source>Add caret below</source>
            <translation>Añadir un cursor debajo</translation>
        </message>
        <message>
            <source>Add caret above</source>
            <translation>Añadir un cursor encima</translation>
        </message>
        <message>
            <source>Add next occurrence to selection</source>
            <translation>Añadir la siguiente aparición a la selección</translation>
        </message>
        <message>
            <source>There are no problems.</source>
            <translation>No hay problemas.</translation>
        </message>
        <message>
            <source>There is no stage or argument name under the caret.</source>
            <translation>No hay ningún nombre de etapa o de argumento bajo el cursor.</translation>
        </message>
        <message>
            <source>'%1' is not declared in this file.</source>
            <translation>«%1» no está declarado en este archivo.</translation>
        </message>
        <message>
            <source>New name</source>
            <translation>Nombre nuevo</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>A name begins with a letter and has letters, digits, '-', '_' and '.' only.</source>
            <translation>Un nombre empieza por una letra y solo lleva letras, cifras, «-», «_» y «.».</translation>
        </message>
        <message>
            <source>Nothing to complete here.</source>
            <translation>Aquí no hay nada que completar.</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::DoctorPage</name>
        <message>
            <source>What this machine allows</source>
            <translation>Qué permite este equipo</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>Volver a comprobar</translation>
        </message>
        <message>
            <source>Looking…</source>
            <translation>Comprobando…</translation>
        </message>
        <message>
            <source>good</source>
            <translation>bien</translation>
        </message>
        <message>
            <source>needed for building</source>
            <translation>hace falta para construir</translation>
        </message>
        <message>
            <source>a convenience is missing</source>
            <translation>falta una comodidad</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::FileController</name>
        <message>
            <source>Untitled</source>
            <translation>Sin título</translation>
        </message>
        <message>
            <source>Open %1?</source>
            <translation>¿Abrir %1?</translation>
        </message>
        <message>
            <source>There is no Dockerfile in %1.</source>
            <translation>No hay ningún Dockerfile en %1.</translation>
        </message>
        <message>
            <source>%1 does not exist.</source>
            <translation>%1 no existe.</translation>
        </message>
        <message>
            <source>Open a new file?</source>
            <translation>¿Abrir un archivo nuevo?</translation>
        </message>
        <message>
            <source>Open a Dockerfile</source>
            <translation>Abrir un Dockerfile</translation>
        </message>
        <message>
            <source>Dockerfiles (Dockerfile* *.Dockerfile *.dockerfile Containerfile*);;All files (*)</source>
            <translation>Archivos Dockerfile (Dockerfile* *.Dockerfile *.dockerfile Containerfile*);;Todos los archivos (*)</translation>
        </message>
        <message>
            <source>Save the Dockerfile</source>
            <translation>Guardar el Dockerfile</translation>
        </message>
        <message>
            <source>Your changes to %1 are not saved.</source>
            <translation>Los cambios de %1 no están guardados.</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Descartar</translation>
        </message>
        <message>
            <source>%1 changed on disk and was loaded again.</source>
            <translation>%1 ha cambiado en el disco y se ha vuelto a cargar.</translation>
        </message>
        <message>
            <source>%1 changed on disk, and you have changes of your own.</source>
            <translation>%1 ha cambiado en el disco y aquí hay cambios sin guardar.</translation>
        </message>
        <message>
            <source>Load from disk</source>
            <translation>Cargar del disco</translation>
        </message>
        <message>
            <source>Keep mine</source>
            <translation>Conservar los míos</translation>
        </message>
        <message>
            <source>%1 is no longer on disk.</source>
            <translation>%1 ya no está en el disco.</translation>
        </message>
        <message>
            <source>Save again</source>
            <translation>Volver a guardar</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::FilePreviewView</name>
        <message>
            <source>Hex</source>
            <translation>Hex</translation>
        </message>
        <message>
            <source>Save a copy…</source>
            <translation>Guardar una copia…</translation>
        </message>
        <message>
            <source>Content of the file</source>
            <translation>Contenido del archivo</translation>
        </message>
        <message>
            <source>… the rest of %1 is not shown; save a copy to see it.</source>
            <translation>… no se muestra el resto de %1; guarde una copia para verlo.</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::FileSession</name>
        <message>
            <source>%1 is too large for a Dockerfile.</source>
            <translation>%1 es demasiado grande para ser un Dockerfile.</translation>
        </message>
        <message>
            <source>%1 cannot be read: %2</source>
            <translation>No se puede leer %1: %2</translation>
        </message>
        <message>
            <source>%1 cannot be saved: %2</source>
            <translation>No se puede guardar %1: %2</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::FileTreeModel</name>
        <message numerus="yes">
            <source>%n file(s)</source>
            <translation>
                <numerusform>%n archivo</numerusform>
                <numerusform>%n archivos</numerusform>
            </translation>
        </message>
        <message>
            <source>mode %1, owner %2:%3</source>
            <translation>permisos %1, propietario %2:%3</translation>
        </message>
        <message>
            <source>link to %1</source>
            <translation>enlace a %1</translation>
        </message>
        <message>
            <source>%1, %2, %3</source>
            <translation>%1, %2, %3</translation>
        </message>
        <message>
            <source>Added, changed or removed by the selected layer</source>
            <translation>Añadido, modificado o eliminado por la capa seleccionada</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>Parte</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::FileTreeView</name>
        <message>
            <source>Filter by name, or by path with /</source>
            <translation>Filtrar por nombre, o por ruta con /</translation>
        </message>
        <message>
            <source>Filter files</source>
            <translation>Filtrar archivos</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>Cambios</translation>
        </message>
        <message>
            <source>Only what the selected layer added, changed or removed</source>
            <translation>Solo lo que la capa seleccionada ha añadido, modificado o eliminado</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Archivos</translation>
        </message>
        <message numerus="yes">
            <source>%n file(s)</source>
            <translation>
                <numerusform>%n archivo</numerusform>
                <numerusform>%n archivos</numerusform>
            </translation>
        </message>
        <message>
            <source>Copy the path</source>
            <translation>Copiar la ruta</translation>
        </message>
        <message>
            <source>Save a copy…</source>
            <translation>Guardar una copia…</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::FindBar</name>
        <message>
            <source>Find</source>
            <translation>Buscar</translation>
        </message>
        <message>
            <source>Match case</source>
            <translation>Distinguir mayúsculas</translation>
        </message>
        <message>
            <source>Whole words</source>
            <translation>Palabras completas</translation>
        </message>
        <message>
            <source>Regular expression</source>
            <translation>Expresión regular</translation>
        </message>
        <message>
            <source>Previous match (Shift+F3)</source>
            <translation>Coincidencia anterior (Mayús+F3)</translation>
        </message>
        <message>
            <source>Next match (F3)</source>
            <translation>Coincidencia siguiente (F3)</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>Cerrar (Esc)</translation>
        </message>
        <message>
            <source>Replace with</source>
            <translation>Reemplazar por</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>Reemplazar</translation>
        </message>
        <message>
            <source>Replace all</source>
            <translation>Reemplazar todo</translation>
        </message>
        <message>
            <source>No matches</source>
            <translation>Sin coincidencias</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 de %2</translation>
        </message>
        <message>
            <source>1 match</source>
            <translation>1 coincidencia</translation>
        </message>
        <message>
            <source>%1 matches</source>
            <translation>%1 coincidencias</translation>
        </message>
        <message>
            <source>Nothing to find: type in the find field first.</source>
            <translation>No hay nada que buscar: escriba antes en el campo de búsqueda.</translation>
        </message>
        <message>
            <source>No matches.</source>
            <translation>Sin coincidencias.</translation>
        </message>
        <message>
            <source>Replaced 1 match.</source>
            <translation>Se ha reemplazado 1 coincidencia.</translation>
        </message>
        <message>
            <source>Replaced %1 matches.</source>
            <translation>Se han reemplazado %1 coincidencias.</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::HistoryPage</name>
        <message>
            <source>No builds of this file yet</source>
            <translation>Este archivo aún no se ha construido</translation>
        </message>
        <message>
            <source>Each build is kept here with its outcome, time and size.</source>
            <translation>Aquí queda cada construcción con su resultado, su duración y su tamaño.</translation>
        </message>
        <message>
            <source>Builds of this file</source>
            <translation>Construcciones de este archivo</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Cuándo</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>Resultado</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Objetivo</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Pasos</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Tiempo</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
        <message>
            <source>built</source>
            <translation>construido</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>falló</translation>
        </message>
        <message numerus="yes">
            <source>%n ran</source>
            <translation>
                <numerusform>%n ejecutado</numerusform>
                <numerusform>%n ejecutados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n cached</source>
            <translation>
                <numerusform>%n en caché</numerusform>
                <numerusform>%n en caché</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ImageActions</name>
        <message>
            <source>Write HOST:CONTAINER, for example 8080:80.</source>
            <translation>Escriba EQUIPO:CONTENEDOR, por ejemplo 8080:80.</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Detener</translation>
        </message>
        <message>
            <source>%1 is running</source>
            <translation>%1 está en marcha</translation>
        </message>
        <message>
            <source>Open in the browser</source>
            <translation>Abrir en el navegador</translation>
        </message>
        <message>
            <source>The image has no name yet: give it one under Context.</source>
            <translation>La imagen aún no tiene nombre: déselo en Contexto.</translation>
        </message>
        <message>
            <source>Run %1</source>
            <translation>Ejecutar %1</translation>
        </message>
        <message>
            <source>Ports of this computer that lead into the container, HOST:CONTAINER. It gets a network of its own.</source>
            <translation>Puertos de este equipo que llevan al contenedor, EQUIPO:CONTENEDOR. El contenedor tiene su propia red.</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Ejecutar</translation>
        </message>
        <message>
            <source>run %1</source>
            <translation>ejecutar %1</translation>
        </message>
        <message>
            <source>OCI archive (.tar)</source>
            <translation>Archivo OCI (.tar)</translation>
        </message>
        <message>
            <source>OCI layout (folder)</source>
            <translation>Estructura OCI (carpeta)</translation>
        </message>
        <message>
            <source>Docker archive (.tar), for docker load</source>
            <translation>Archivo de Docker (.tar), para docker load</translation>
        </message>
        <message>
            <source>Root file system (.tar)</source>
            <translation>Sistema de archivos raíz (.tar)</translation>
        </message>
        <message>
            <source>Root file system (folder)</source>
            <translation>Sistema de archivos raíz (carpeta)</translation>
        </message>
        <message>
            <source>Export %1</source>
            <translation>Exportar %1</translation>
        </message>
        <message>
            <source>Push %1</source>
            <translation>Publicar %1</translation>
        </message>
        <message>
            <source>Where to: registry/name:tag. Your own registry log-ins are used.</source>
            <translation>Destino: registro/nombre:etiqueta. Se usan sus propias credenciales de registro.</translation>
        </message>
        <message>
            <source>Push</source>
            <translation>Publicar</translation>
        </message>
        <message>
            <source>Another name for %1</source>
            <translation>Otro nombre para %1</translation>
        </message>
        <message>
            <source>name:tag</source>
            <translation>nombre:etiqueta</translation>
        </message>
        <message>
            <source>Add the name</source>
            <translation>Añadir el nombre</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ImageSession</name>
        <message>
            <source>%1 cannot be written: %2</source>
            <translation>No se puede escribir %1: %2</translation>
        </message>
        <message>
            <source>Only files can be saved.</source>
            <translation>Solo se pueden guardar archivos.</translation>
        </message>
        <message>
            <source>Saved as %1</source>
            <translation>Guardado como %1</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ImagesModel</name>
        <message>
            <source>built</source>
            <translation>construida</translation>
        </message>
        <message>
            <source>pulled</source>
            <translation>descargada</translation>
        </message>
        <message>
            <source>imported</source>
            <translation>importada</translation>
        </message>
        <message>
            <source>Image</source>
            <translation>Imagen</translation>
        </message>
        <message>
            <source>Origin</source>
            <translation>Origen</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Cuándo</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ImagesPage</name>
        <message>
            <source>No images yet</source>
            <translation>Todavía no hay imágenes</translation>
        </message>
        <message>
            <source>Images you build, and base images they stand on, appear here.</source>
            <translation>Aquí aparecen las imágenes construidas y las imágenes base en las que se apoyan.</translation>
        </message>
        <message>
            <source>Run…</source>
            <translation>Ejecutar…</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportar…</translation>
        </message>
        <message>
            <source>Push…</source>
            <translation>Publicar…</translation>
        </message>
        <message>
            <source>Load into Docker</source>
            <translation>Cargar en Docker</translation>
        </message>
        <message>
            <source>Another name…</source>
            <translation>Otro nombre…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Quitar</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>Imágenes</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::LayersModel</name>
        <message>
            <source>File content stored in this layer.</source>
            <translation>Contenido de archivos guardado en esta capa.</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 bytes</translation>
        </message>
        <message>
            <source>How much this layer changes what is visible. Negative when it hides more than it adds.</source>
            <translation>Cuánto cambia esta capa lo que se ve. Negativo si oculta más de lo que añade.</translation>
        </message>
        <message>
            <source>Visible bytes up to and including this layer.</source>
            <translation>Bytes visibles hasta esta capa, incluida.</translation>
        </message>
        <message>
            <source>Files, links and directories in this layer.</source>
            <translation>Archivos, enlaces y directorios de esta capa.</translation>
        </message>
        <message>
            <source>From the base image %1</source>
            <translation>De la imagen base %1</translation>
        </message>
        <message>
            <source>Line %1 of stage %2</source>
            <translation>Línea %1 de la etapa %2</translation>
        </message>
        <message>
            <source>File content stored in the layer</source>
            <translation>Contenido de archivos guardado en la capa</translation>
        </message>
        <message>
            <source>Change of the visible total</source>
            <translation>Cambio del total visible</translation>
        </message>
        <message>
            <source>Visible bytes up to this layer</source>
            <translation>Bytes visibles hasta esta capa</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Línea</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>Capa</translation>
        </message>
        <message>
            <source>At rest</source>
            <translation>En reposo</translation>
        </message>
        <message>
            <source>Contribution</source>
            <translation>Aportación</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>Total</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Archivos</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::LayersPage</name>
        <message>
            <source>Nothing built yet</source>
            <translation>Todavía no se ha construido nada</translation>
        </message>
        <message>
            <source>After a build, the layers and files of every stage can be browsed here: what each line added, and what of it ships.</source>
            <translation>Después de construir, aquí se recorren las capas y los archivos de cada etapa: qué añadió cada línea y qué parte se entrega.</translation>
        </message>
        <message>
            <source>Stage</source>
            <translation>Etapa</translation>
        </message>
        <message>
            <source>Stacked</source>
            <translation>Apiladas</translation>
        </message>
        <message>
            <source>All files up to and including the selected layer</source>
            <translation>Todos los archivos hasta la capa seleccionada, incluida</translation>
        </message>
        <message>
            <source>This layer alone</source>
            <translation>Solo esta capa</translation>
        </message>
        <message>
            <source>Only what the selected layer holds or removes</source>
            <translation>Solo lo que la capa seleccionada contiene o elimina</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>Capas</translation>
        </message>
        <message>
            <source>%1 visible · %2 stored · %3 hidden by later layers</source>
            <translation>%1 visibles · %2 guardados · %3 ocultos por capas posteriores</translation>
        </message>
        <message>
            <source>%1 visible · nothing is stored in vain</source>
            <translation>%1 visibles · nada se guarda en vano</translation>
        </message>
        <message>
            <source>Stored: content of all layers. Visible: content of the final tree, hard links once. Hidden: stored, but deleted or replaced by a later layer.</source>
            <translation>Guardado: el contenido de todas las capas. Visible: el contenido del árbol final, con los enlaces duros una sola vez. Oculto: guardado, pero borrado o sustituido por una capa posterior.</translation>
        </message>
        <message>
            <source>Save a copy</source>
            <translation>Guardar una copia</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::LogModel</name>
        <message>
            <source>… %1 of output left out: it came faster than it can be shown</source>
            <translation>… se han omitido %1 de salida: llegaba más rápido de lo que se puede mostrar</translation>
        </message>
        <message>
            <source>%1: %2 of %3</source>
            <translation>%1: %2 de %3</translation>
        </message>
        <message numerus="yes">
            <source>… %n line(s) left out</source>
            <translation>
                <numerusform>… se ha omitido %n línea</numerusform>
                <numerusform>… se han omitido %n líneas</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>sw::ui::LogPage</name>
        <message>
            <source>Find in the log</source>
            <translation>Buscar en el registro</translation>
        </message>
        <message>
            <source>Previous hit (Shift+Enter)</source>
            <translation>Anterior (Mayús+Intro)</translation>
        </message>
        <message>
            <source>Next hit (Enter)</source>
            <translation>Siguiente (Intro)</translation>
        </message>
        <message>
            <source>Follow the end</source>
            <translation>Seguir el final</translation>
        </message>
        <message>
            <source>Unfold all steps</source>
            <translation>Desplegar todos los pasos</translation>
        </message>
        <message>
            <source>Fold all steps</source>
            <translation>Plegar todos los pasos</translation>
        </message>
        <message>
            <source>Copy the whole log</source>
            <translation>Copiar todo el registro</translation>
        </message>
        <message>
            <source>No output yet</source>
            <translation>Todavía no hay salida</translation>
        </message>
        <message>
            <source>The output of each step appears here while a build runs.</source>
            <translation>Aquí aparece la salida de cada paso mientras se construye.</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>No se encuentra</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::LogView</name>
        <message>
            <source>Build log</source>
            <translation>Registro de la construcción</translation>
        </message>
        <message numerus="yes">
            <source>… %n line(s) left out</source>
            <translation>
                <numerusform>… se ha omitido %n línea</numerusform>
                <numerusform>… se han omitido %n líneas</numerusform>
            </translation>
        </message>
        <message>
            <source>Copy this step's output</source>
            <translation>Copiar la salida de este paso</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copiar</translation>
        </message>
        <message>
            <source>Copy the whole log</source>
            <translation>Copiar todo el registro</translation>
        </message>
        <message>
            <source>Unfold all steps</source>
            <translation>Desplegar todos los pasos</translation>
        </message>
        <message>
            <source>Fold all steps</source>
            <translation>Plegar todos los pasos</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::MainWindow</name>
        <message>
            <source>The language changes when the program starts again.</source>
            <translation>El idioma cambiará cuando el programa vuelva a arrancar.</translation>
        </message>
        <message>
            <source>Start again</source>
            <translation>Reiniciar</translation>
        </message>
        <message>
            <source>Start again?</source>
            <translation>¿Reiniciar?</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Problemas</translation>
        </message>
        <message>
            <source>Problems  %1</source>
            <translation>Problemas  %1</translation>
        </message>
        <message>
            <source>The store cannot be opened.</source>
            <translation>No se puede abrir el almacén.</translation>
        </message>
        <message>
            <source>no store</source>
            <translation>sin almacén</translation>
        </message>
        <message>
            <source>root</source>
            <translation>como root</translation>
        </message>
        <message>
            <source>rootless</source>
            <translation>sin root</translation>
        </message>
        <message>
            <source>rootless, one user id</source>
            <translation>sin root, un solo usuario</translation>
        </message>
        <message>
            <source>no isolation</source>
            <translation>sin aislamiento</translation>
        </message>
        <message>
            <source>cannot run steps</source>
            <translation>no puede ejecutar pasos</translation>
        </message>
        <message>
            <source>host network</source>
            <translation>red del equipo</translation>
        </message>
        <message>
            <source>sandboxed network</source>
            <translation>red aislada</translation>
        </message>
        <message>
            <source>embedded engine</source>
            <translation>motor propio</translation>
        </message>
        <message>
            <source>What this machine allows</source>
            <translation>Qué permite este equipo</translation>
        </message>
        <message>
            <source>This machine is being looked at…</source>
            <translation>Se está comprobando este equipo…</translation>
        </message>
        <message>
            <source>Close the window?</source>
            <translation>¿Cerrar la ventana?</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Edición</translation>
        </message>
        <message>
            <source>&amp;Build</source>
            <translation>&amp;Construir</translation>
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation>&amp;Detener</translation>
        </message>
        <message>
            <source>Forecast &amp;again</source>
            <translation>&amp;Repetir el pronóstico</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>A&amp;yuda</translation>
        </message>
        <message>
            <source>&amp;Command palette…</source>
            <translation>&amp;Paleta de órdenes…</translation>
        </message>
        <message>
            <source>&amp;Welcome page</source>
            <translation>Página de &amp;bienvenida</translation>
        </message>
        <message>
            <source>Show the welcome page?</source>
            <translation>¿Mostrar la página de bienvenida?</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Archivo</translation>
        </message>
        <message>
            <source>&amp;New</source>
            <translation>&amp;Nuevo</translation>
        </message>
        <message>
            <source>&amp;Open…</source>
            <translation>&amp;Abrir…</translation>
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation>Abrir &amp;reciente</translation>
        </message>
        <message>
            <source>&amp;Save</source>
            <translation>&amp;Guardar</translation>
        </message>
        <message>
            <source>Save &amp;as…</source>
            <translation>Guardar &amp;como…</translation>
        </message>
        <message>
            <source>Se&amp;ttings…</source>
            <translation>A&amp;justes…</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Salir</translation>
        </message>
        <message>
            <source>Nothing yet</source>
            <translation>Nada todavía</translation>
        </message>
        <message>
            <source>Forget these</source>
            <translation>Olvidar la lista</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ver</translation>
        </message>
        <message>
            <source>&amp;Back</source>
            <translation>&amp;Atrás</translation>
        </message>
        <message>
            <source>For&amp;ward</source>
            <translation>A&amp;delante</translation>
        </message>
        <message>
            <source>&amp;Next pane</source>
            <translation>Panel &amp;siguiente</translation>
        </message>
        <message>
            <source>&amp;Previous pane</source>
            <translation>Panel an&amp;terior</translation>
        </message>
        <message>
            <source>Go to the &amp;editor</source>
            <translation>Ir al &amp;editor</translation>
        </message>
        <message>
            <source>Go to the &amp;graph</source>
            <translation>Ir al &amp;grafo</translation>
        </message>
        <message>
            <source>Graph &amp;only</source>
            <translation>&amp;Solo el grafo</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::NoticeBar</name>
        <message>
            <source>Dismiss</source>
            <translation>Descartar</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::Pages</name>
        <message>
            <source>Layers</source>
            <translation>Capas</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>Cronología</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Registro</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Problemas</translation>
        </message>
        <message>
            <source>Context</source>
            <translation>Contexto</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>Imágenes</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Historial</translation>
        </message>
        <message>
            <source>Machine</source>
            <translation>Equipo</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::PairEditor</name>
        <message>
            <source>Choose…</source>
            <translation>Elegir…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Quitar</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ProblemsModel</name>
        <message>
            <source>%1, line %2: %3</source>
            <translation>%1, línea %2: %3</translation>
        </message>
        <message>
            <source>Problem</source>
            <translation>Problema</translation>
        </message>
        <message>
            <source>Rule</source>
            <translation>Regla</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Línea</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Error</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Aviso</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Nota</translation>
        </message>
        <message>
            <source>Hint</source>
            <translation>Sugerencia</translation>
        </message>
        <message>
            <source>Click to do this: %1</source>
            <translation>Pulse para hacerlo: %1</translation>
        </message>
        <message>
            <source>Fix</source>
            <translation>Arreglo</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ProblemsPage</name>
        <message>
            <source>No problems</source>
            <translation>Sin problemas</translation>
        </message>
        <message>
            <source>Mistakes and advice about the file appear here as you type.</source>
            <translation>Aquí aparecen los errores y consejos sobre el archivo a medida que se escribe.</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>Problemas</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::RunSession</name>
        <message>
            <source>The image cannot be started: %1</source>
            <translation>No se puede arrancar la imagen: %1</translation>
        </message>
        <message>
            <source>%1 has ended.</source>
            <translation>%1 ha terminado.</translation>
        </message>
        <message>
            <source>%1 ended with exit code %2.</source>
            <translation>%1 ha terminado con el código de salida %2.</translation>
        </message>
        <message>
            <source>%1 ended with exit code %2: %3</source>
            <translation>%1 ha terminado con el código de salida %2: %3</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::SecretsPopover</name>
        <message>
            <source>Id</source>
            <translation>Identificador</translation>
        </message>
        <message>
            <source>File, or $VARIABLE</source>
            <translation>Archivo o $VARIABLE</translation>
        </message>
        <message>
            <source>Add a secret</source>
            <translation>Añadir un secreto</translation>
        </message>
        <message>
            <source>Secrets</source>
            <translation>Secretos</translation>
        </message>
        <message>
            <source>For RUN --mount=type=secret. A secret reaches the step's process only: no layer, log, cache key or record holds it. Only its place is remembered here, never its value.</source>
            <translation>Para RUN --mount=type=secret. Un secreto llega solo al proceso del paso: no queda en ninguna capa, registro, clave de caché ni historial. Aquí solo se recuerda dónde está, nunca su valor.</translation>
        </message>
        <message>
            <source>File with the secret</source>
            <translation>Archivo con el secreto</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::SettingsPanel</name>
        <message>
            <source>Settings</source>
            <translation>Ajustes</translation>
        </message>
        <message>
            <source>Like the desktop</source>
            <translation>Como el escritorio</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Claro</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Oscuro</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>Alto contraste</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>Colores</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Idioma</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>Tamaño del texto</translation>
        </message>
        <message>
            <source>For files opened for the first time; each file remembers its own choice.</source>
            <translation>Para los archivos que se abren por primera vez; cada archivo recuerda su propia elección.</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>Elegir una carpeta…</translation>
        </message>
        <message>
            <source>Store</source>
            <translation>Almacén</translation>
        </message>
        <message>
            <source>Store for images and layers</source>
            <translation>Almacén de imágenes y capas</translation>
        </message>
        <message>
            <source>%1 pt</source>
            <translation>%1 pt</translation>
        </message>
        <message>
            <source>Those of the image</source>
            <translation>Los de la imagen</translation>
        </message>
        <message>
            <source>Also this computer's</source>
            <translation>También los de este equipo</translation>
        </message>
        <message>
            <source>Certificates inside RUN</source>
            <translation>Certificados dentro de RUN</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::ShippingBar</name>
        <message>
            <source>The build was stopped</source>
            <translation>Se ha detenido la construcción</translation>
        </message>
        <message>
            <source>The last build failed</source>
            <translation>La última construcción falló</translation>
        </message>
        <message>
            <source>Not built yet</source>
            <translation>Sin construir todavía</translation>
        </message>
        <message>
            <source>Ships &lt;b&gt;%1&lt;/b&gt; of &lt;b&gt;%2&lt;/b&gt; built: &lt;b&gt;%3 %&lt;/b&gt; stays behind</source>
            <translation>Se entregan &lt;b&gt;%1&lt;/b&gt; de &lt;b&gt;%2&lt;/b&gt; construidos: el &lt;b&gt;%3 %&lt;/b&gt; se queda atrás</translation>
        </message>
        <message>
            <source>Visible bytes of the final image: %1
Visible bytes of every stage that was built, shared layers once: %2</source>
            <translation>Bytes visibles de la imagen final: %1
Bytes visibles de todas las etapas construidas, con las capas comunes una sola vez: %2</translation>
        </message>
        <message>
            <source>No problems</source>
            <translation>Sin problemas</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s)</source>
            <translation>
                <numerusform>%n problema</numerusform>
                <numerusform>%n problemas</numerusform>
            </translation>
        </message>
        <message>
            <source>Show the problems list</source>
            <translation>Mostrar la lista de problemas</translation>
        </message>
        <message>
            <source>Ln %1, Col %2</source>
            <translation>Lín. %1, col. %2</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::StageGraphView</name>
        <message>
            <source>Stage %1</source>
            <translation>Etapa %1</translation>
        </message>
        <message>
            <source>Image %1</source>
            <translation>Imagen %1</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>Acercar</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>Alejar</translation>
        </message>
        <message>
            <source>Actual size</source>
            <translation>Tamaño real</translation>
        </message>
        <message>
            <source>Fit the whole graph</source>
            <translation>Ajustar el grafo entero</translation>
        </message>
        <message>
            <source>Export the graph…</source>
            <translation>Exportar el grafo…</translation>
        </message>
        <message>
            <source>Select a stage first.</source>
            <translation>Seleccione antes una etapa.</translation>
        </message>
        <message>
            <source>'%1' begins after '%2': a stage can only copy from stages above it.</source>
            <translation>«%1» empieza después de «%2»: una etapa solo puede copiar de las que están más arriba.</translation>
        </message>
        <message>
            <source>Copy from '%1' to '%2'</source>
            <translation>Copiar de «%1» a «%2»</translation>
        </message>
        <message>
            <source>Go to line %1</source>
            <translation>Ir a la línea %1</translation>
        </message>
        <message>
            <source>Rename the stage…</source>
            <translation>Cambiar el nombre de la etapa…</translation>
        </message>
        <message>
            <source>Export the graph</source>
            <translation>Exportar el grafo</translation>
        </message>
        <message>
            <source>Pictures and Graphviz (*.svg *.png *.pdf *.dot)</source>
            <translation>Imágenes y Graphviz (*.svg *.png *.pdf *.dot)</translation>
        </message>
        <message>
            <source>The graph was written to %1.</source>
            <translation>El grafo se ha guardado en %1.</translation>
        </message>
        <message>
            <source>There is no graph to export.</source>
            <translation>No hay ningún grafo que exportar.</translation>
        </message>
        <message>
            <source>%1 cannot be written: %2</source>
            <translation>No se puede escribir %1: %2</translation>
        </message>
        <message>
            <source>%1: the name must end in .svg, .png, .pdf or .dot.</source>
            <translation>%1: el nombre debe terminar en .svg, .png, .pdf o .dot.</translation>
        </message>
        <message>
            <source>%1 cannot be written.</source>
            <translation>No se puede escribir %1.</translation>
        </message>
        <message>
            <source>Stage graph</source>
            <translation>Grafo de etapas</translation>
        </message>
        <message>
            <source>no stages</source>
            <translation>sin etapas</translation>
        </message>
        <message>
            <source>%1 needed of %2</source>
            <translation>%1 necesarias de %2</translation>
        </message>
        <message>
            <source>The stages appear here. A stage begins with FROM, for example: FROM node:18 AS builder</source>
            <translation>Aquí aparecen las etapas. Una etapa empieza con FROM, por ejemplo: FROM node:18 AS builder</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::StageStrip</name>
        <message>
            <source>Stage %1: %2</source>
            <translation>Etapa %1: %2</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::StepsModel</name>
        <message>
            <source>Step</source>
            <translation>Paso</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Inicio</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Tiempo</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::StoreSession</name>
        <message>
            <source>The image is now also called %1.</source>
            <translation>La imagen también se llama ahora %1.</translation>
        </message>
        <message>
            <source>%1 was removed. Its layers go when the store is pruned.</source>
            <translation>Se ha quitado %1. Sus capas desaparecerán al limpiar el almacén.</translation>
        </message>
        <message>
            <source>Exporting %1</source>
            <translation>Exportando %1</translation>
        </message>
        <message>
            <source>Exported to %1</source>
            <translation>Exportado a %1</translation>
        </message>
        <message>
            <source>Pushing %1</source>
            <translation>Publicando %1</translation>
        </message>
        <message>
            <source>Pushed %1</source>
            <translation>Publicado %1</translation>
        </message>
        <message>
            <source>Loading %1 into Docker</source>
            <translation>Cargando %1 en Docker</translation>
        </message>
        <message>
            <source>Docker now has %1</source>
            <translation>Docker ya tiene %1</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::SummaryBar</name>
        <message numerus="yes">
            <source>cached</source>
            <comment>steps</comment>
            <translation>
                <numerusform>en caché</numerusform>
                <numerusform>en caché</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>built</source>
            <comment>steps</comment>
            <translation>
                <numerusform>construido</numerusform>
                <numerusform>construidos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>running</source>
            <comment>steps</comment>
            <translation>
                <numerusform>en curso</numerusform>
                <numerusform>en curso</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>will run</source>
            <comment>steps</comment>
            <translation>
                <numerusform>se ejecutará</numerusform>
                <numerusform>se ejecutarán</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>depend on output</source>
            <comment>steps</comment>
            <translation>
                <numerusform>depende de la salida</numerusform>
                <numerusform>dependen de la salida</numerusform>
            </translation>
        </message>
        <message>
            <source>about</source>
            <translation>unos</translation>
        </message>
        <message>
            <source>final</source>
            <translation>final</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::Theme</name>
        <message>
            <source>cached</source>
            <translation>en caché</translation>
        </message>
        <message>
            <source>will run</source>
            <translation>se ejecutará</translation>
        </message>
        <message>
            <source>running</source>
            <translation>en curso</translation>
        </message>
        <message>
            <source>built</source>
            <translation>construido</translation>
        </message>
        <message>
            <source>depends on output</source>
            <translation>depende de la salida</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>falló</translation>
        </message>
        <message>
            <source>not needed</source>
            <translation>no necesario</translation>
        </message>
        <message>
            <source>no files</source>
            <translation>sin archivos</translation>
        </message>
        <message>
            <source>shared with an equal step</source>
            <translation>compartido con un paso igual</translation>
        </message>
        <message>
            <source>1 byte</source>
            <translation>1 byte</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 bytes</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::TimelinePage</name>
        <message>
            <source>No build yet</source>
            <translation>Todavía no se ha construido</translation>
        </message>
        <message>
            <source>After a build, each step stands here as a bar: when it ran, for how long, and which steps decided how long the build took.</source>
            <translation>Después de construir, cada paso aparece aquí como una barra: cuándo se ejecutó, cuánto tardó y qué pasos decidieron la duración total.</translation>
        </message>
        <message>
            <source>Steps of the build</source>
            <translation>Pasos de la construcción</translation>
        </message>
        <message>
            <source>Running for %1</source>
            <translation>En marcha desde hace %1</translation>
        </message>
        <message>
            <source>Took %1 · work %2 · critical path %3</source>
            <translation>Tardó %1 · trabajo %2 · camino crítico %3</translation>
        </message>
        <message>
            <source>Took: from start to end. Work: all steps added up, more than it took when steps ran side by side. Critical path: the chain of steps that decided how long it took.</source>
            <translation>Tardó: de principio a fin. Trabajo: la suma de todos los pasos, mayor que la duración cuando hubo pasos en paralelo. Camino crítico: la cadena de pasos que decidió la duración.</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::TimelineView</name>
        <message>
            <source>Timeline of the build</source>
            <translation>Cronología de la construcción</translation>
        </message>
        <message>
            <source>engine</source>
            <comment>lane of tasks that belong to no stage</comment>
            <translation>motor</translation>
        </message>
        <message>
            <source>On the critical path: a faster step here makes the build faster</source>
            <translation>En el camino crítico: si este paso va más rápido, la construcción también</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::TopBar</name>
        <message>
            <source>Target</source>
            <translation>Objetivo</translation>
        </message>
        <message>
            <source>Context</source>
            <translation>Contexto</translation>
        </message>
        <message>
            <source>Arguments</source>
            <translation>Argumentos</translation>
        </message>
        <message>
            <source>Secrets</source>
            <translation>Secretos</translation>
        </message>
        <message>
            <source>Host CA</source>
            <translation>CA del equipo</translation>
        </message>
        <message>
            <source>On save</source>
            <translation>Al guardar</translation>
        </message>
        <message>
            <source>Trust this computer's certificates inside RUN: for a company's or school's network that opens TLS. They reach no layer and no image.</source>
            <translation>Confiar en los certificados de este equipo dentro de RUN: para la red de una empresa o un centro educativo que abre las conexiones TLS. No llegan a ninguna capa ni imagen.</translation>
        </message>
        <message>
            <source>Build again whenever the file is saved or a file of the context changes</source>
            <translation>Volver a construir cada vez que se guarda el archivo o cambia un archivo del contexto</translation>
        </message>
        <message>
            <source>Build</source>
            <translation>Construir</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Deteniendo…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Detener</translation>
        </message>
        <message>
            <source>Stop the build (Esc in the log, or Ctrl+Shift+B)</source>
            <translation>Detener la construcción (Esc en el registro, o Ctrl+Mayús+B)</translation>
        </message>
        <message>
            <source>Build the target (Ctrl+B)</source>
            <translation>Construir el objetivo (Ctrl+B)</translation>
        </message>
        <message>
            <source>Last stage</source>
            <translation>Última etapa</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::WelcomePage</name>
        <message>
            <source>See what a multi-stage Dockerfile builds, what a build will do, and where the bytes go.</source>
            <translation>Vea qué construye un Dockerfile multietapa, qué hará la construcción y adónde van los bytes.</translation>
        </message>
        <message>
            <source>Open a Dockerfile…</source>
            <translation>Abrir un Dockerfile…</translation>
        </message>
        <message>
            <source>New file</source>
            <translation>Archivo nuevo</translation>
        </message>
        <message>
            <source>Examples of the lesson</source>
            <translation>Ejemplos de la lección</translation>
        </message>
        <message>
            <source>Start from a template</source>
            <translation>Empezar con una plantilla</translation>
        </message>
        <message>
            <source>Recent</source>
            <translation>Recientes</translation>
        </message>
    </context>
    <context>
        <name>sw::ui::Workspace</name>
        <message>
            <source>Files</source>
            <translation>Archivos</translation>
        </message>
        <message>
            <source>Stages</source>
            <translation>Etapas</translation>
        </message>
    </context>
</TS>
