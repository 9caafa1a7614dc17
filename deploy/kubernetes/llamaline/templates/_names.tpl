{{/* What all objects of a release are called. */}}
{{- define "llamaline.name" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Which pods: dict root, component, worker (empty but for workers). Never changes over a release's life. */}}
{{- define "llamaline.selector" -}}
app.kubernetes.io/name: llamaline
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .worker }}
llamaline/worker: {{ . }}
{{- end }}
{{- end -}}

{{/* dict root, component, worker */}}
{{- define "llamaline.labels" -}}
{{ include "llamaline.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* Labels of objects that belong to no component. */}}
{{- define "llamaline.releaseLabels" -}}
app.kubernetes.io/name: llamaline
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "llamaline.serviceAccount" -}}
{{- default (include "llamaline.name" .) .Values.serviceAccount.name -}}
{{- end -}}

{{/* dict root, image (registry, repository, tag of its own), repository */}}
{{- define "llamaline.image" -}}
{{- $registry := default .root.Values.image.registry .image.registry -}}
{{- $repository := default .repository .image.repository -}}
{{- $tag := default (default .root.Chart.AppVersion .root.Values.image.tag) .image.tag -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end }}{{ $repository }}:{{ $tag }}
{{- end -}}

{{/* The entries of `workers`, each with what it does not say from workerDefaults, as JSON. */}}
{{- define "llamaline.workers" -}}
{{- $workers := list -}}
{{- range .Values.workers -}}
{{- $worker := mergeOverwrite (deepCopy $.Values.workerDefaults) (deepCopy .) -}}
{{- $_ := set $worker "model" (default .name .model) -}}
{{- $workers = append $workers $worker -}}
{{- end -}}
{{- $workers | toJson -}}
{{- end -}}

{{/* A model's name as part of a topic's: each byte outside [A-Za-z0-9-] becomes _xx, as Topics of libs/contract does. */}}
{{- define "llamaline.escaped" -}}
{{- range regexFindAll "(?s)." . -1 -}}
{{- if regexMatch "^[A-Za-z0-9-]$" . -}}{{ . }}{{- else -}}{{ regexReplaceAll "(..)" (printf "%x" .) "_${1}" }}{{- end -}}
{{- end -}}
{{- end -}}
