{{/* Pod-level part that all services share: dict root, service (its values), selector. */}}
{{- define "llamaline.podSpec" -}}
serviceAccountName: {{ include "llamaline.serviceAccount" .root }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .root.Values.podSecurity.runAsUser }}
  runAsGroup: {{ .root.Values.podSecurity.runAsGroup }}
  fsGroup: {{ .root.Values.podSecurity.fsGroup }}
  # A volume with tens of gigabytes of weights is not walked at each start.
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .service.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .service.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .service.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
{{- if .service.topologySpreadConstraints }}
{{- toYaml .service.topologySpreadConstraints | nindent 2 }}
{{- else }}
{{- $selector := .selector }}
{{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- $selector | nindent 8 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "llamaline.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* Settings that all services take: dict root, prefix, settings, extra. */}}
{{- define "llamaline.environment" -}}
- {name: QUARKUS_HTTP_HOST, value: {{ .root.Values.listenOn | quote }}}
- {name: QUARKUS_HTTP_PORT, value: "8080"}
- {name: KAFKA_BOOTSTRAP_SERVERS, value: {{ required "kafka.bootstrapServers is missing: host:port of the brokers" .root.Values.kafka.bootstrapServers | quote }}}
- {name: LLAMALINE_TOPICS_REPLICATION, value: {{ .root.Values.kafka.replication | quote }}}
- {name: LLAMALINE_LIVENESS_WORKER_TIMEOUT, value: {{ .root.Values.liveness.workerTimeout | quote }}}
{{- with include "llamaline.settingsFiles" .root }}
- {name: SMALLRYE_CONFIG_LOCATIONS, value: {{ . | quote }}}
{{- end }}
{{- $prefix := .prefix }}
{{- range $name, $value := .settings }}
- {name: {{ printf "%s.%s" $prefix $name | upper | replace "." "_" | replace "-" "_" }}, value: {{ include "llamaline.scalar" $value | quote }}}
{{- end }}
{{- with .extra }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* A number of the values file as it was written: large ones come as floating point. */}}
{{- define "llamaline.scalar" -}}
{{- if kindIs "float64" . }}{{ if eq . (floor .) }}{{ int64 . }}{{ else }}{{ . }}{{ end }}{{ else }}{{ . }}{{ end -}}
{{- end -}}

{{/* dict startSeconds */}}
{{- define "llamaline.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: http}
  periodSeconds: 2
  failureThreshold: {{ div (add .startSeconds 1) 2 }}
livenessProbe:
  httpGet: {path: /q/health/live, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /q/health/ready, port: http}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
{{- end -}}

{{- define "llamaline.temporaryVolume" -}}
- name: tmp
  emptyDir: {sizeLimit: {{ .Values.temporary.sizeLimit }}}
{{- end -}}
