{{/* A volume of a place that a model or a checkpoint lies in: dict name, place. */}}
{{- define "llamaline.volume" -}}
- name: {{ .name }}
{{- with .place.persistentVolumeClaim }}
  persistentVolumeClaim: {claimName: {{ .claimName }}}
{{- end }}
{{- with .place.hostPath }}
  hostPath: {path: {{ .path | quote }}, type: Directory}
{{- end }}
{{- with .place.image }}
  image:
    reference: {{ .reference }}
    pullPolicy: {{ default "IfNotPresent" .pullPolicy }}
{{- end }}
{{- if hasKey .place "emptyDir" }}
  emptyDir: {{- toYaml .place.emptyDir | nindent 4 }}
{{- end }}
{{- end -}}

{{/* Folder of a place below where its volume is mounted: dict mount, place, default. A host's path is mounted itself. */}}
{{- define "llamaline.folder" -}}
{{- $path := .default -}}
{{- range $kind, $place := .place -}}
{{- if and (kindIs "map" $place) (ne $kind "hostPath") -}}
{{- $path = default $path $place.path -}}
{{- end -}}
{{- end -}}
{{- .mount -}}{{- with $path }}/{{ trimAll "/" . }}{{ end -}}
{{- end -}}

{{/* Where the worker finds its model; an imported one needs a folder of its own. */}}
{{- define "llamaline.modelFolder" -}}
{{- if .source.import -}}
{{- include "llamaline.folder" (dict "mount" "/model" "place" .source.import.into "default" .name) -}}
{{- else -}}
{{- include "llamaline.folder" (dict "mount" "/model" "place" .source "default" "") -}}
{{- end -}}
{{- end -}}

{{- define "llamaline.modelVolumes" -}}
{{- with .source.import }}
{{ include "llamaline.volume" (dict "name" "model" "place" .into) }}
{{ include "llamaline.volume" (dict "name" "checkpoint" "place" .checkpoint) }}
{{- else }}
{{ include "llamaline.volume" (dict "name" "model" "place" .source) }}
{{- end }}
{{- end -}}

{{/*
Imports a checkpoint where the import is not there yet; an import appears under its name when it is whole. dict root, worker.
*/}}
{{- define "llamaline.importer" -}}
{{- $import := .worker.source.import -}}
{{- $target := include "llamaline.modelFolder" .worker -}}
{{- $checkpoint := include "llamaline.folder" (dict "mount" "/checkpoint" "place" $import.checkpoint "default" "") -}}
- name: import
  image: {{ include "llamaline.image" (dict "root" .root "image" (default dict $import.image) "repository" "llamaline/cli") }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  securityContext: {{- include "llamaline.containerSecurity" . | nindent 4 }}
  command: [/bin/sh, -c, 'test -e "$0" || exec llamaline import "$@" --out "$0"', {{ $target | quote }}, {{ $checkpoint | quote }}]
  {{- with $import.options }}
  args: {{- toYaml . | nindent 4 }}
  {{- end }}
  resources: {{- toYaml (default (dict "requests" (dict "cpu" "1" "memory" "512Mi") "limits" (dict "memory" "1Gi")) $import.resources) | nindent 4 }}
  volumeMounts:
    - {name: tmp, mountPath: /tmp}
    - {name: model, mountPath: /model}
    - {name: checkpoint, mountPath: /checkpoint, readOnly: true}
{{- end -}}
